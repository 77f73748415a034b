package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseSettingsTest {
  private static final Path STATE = Path.of("/state");

  @Test
  void nothing_said_is_the_embedded_database() {
    assertThat(DatabaseSettings.of(DatabaseOptions.embedded(STATE)))
        .isEqualTo(new DatabaseSettings.Embedded(STATE));
  }

  @Test
  void a_user_and_a_password_alone_name_no_server() {
    assertThat(DatabaseSettings.of(options("", "kim", "secret", "", "", "")))
        .isEqualTo(new DatabaseSettings.Embedded(STATE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://kim:pw@db.example:6432/mail       | jdbc:postgresql://db.example:6432/mail | kim | pw
          postgresql://kim@db.example/mail             | jdbc:postgresql://db.example:5432/mail | kim | ''
          postgres://kim@db.example                    | jdbc:postgresql://db.example:5432/kim  | kim | ''
          postgres:///mail                             | jdbc:postgresql://localhost:5432/mail  | ''  | ''
          postgres://k%40m:p%2F%3A%40+%25@h/m%20l      | jdbc:postgresql://h:5432/m+l           | k@m | p/:@+%
          postgres://kim:p@ss#w@h/mail                 | jdbc:postgresql://h:5432/mail          | kim | p@ss#w
          postgres://[2001:db8::1]:99/mail             | jdbc:postgresql://[2001:db8::1]:99/mail | '' | ''
          postgres://a,b:2/mail                        | jdbc:postgresql://a:5432,b:2/mail      | ''  | ''
          postgres://h/mail?sslmode=require&user=kim   | jdbc:postgresql://h:5432/mail?sslmode=require | kim | ''
          postgres://h/mail?connect_timeout=3          | jdbc:postgresql://h:5432/mail?connectTimeout=3 | '' | ''
          jdbc:postgresql://h/mail?user=kim&password=x&prepareThreshold=0 | jdbc:postgresql://h:5432/mail?prepareThreshold=0 | kim | x
          """)
  void a_url_is_taken_apart(String url, String jdbcUrl, String user, String password) {
    DatabaseSettings.External external = external(options(url, "", "", "", "", ""));

    assertThat(external.jdbcUrl()).isEqualTo(jdbcUrl);
    assertThat(external.user().orElse("")).isEqualTo(user);
    assertThat(external.password().orElse("")).isEqualTo(password);
  }

  @Test
  void what_the_url_leaves_open_the_other_options_fill_in() {
    DatabaseSettings.External external =
        external(options("postgres://db.example", "kim", "secret", "other", "1", "mail"));

    assertThat(external.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5432/mail");
    assertThat(external.user()).contains("kim");
    assertThat(external.password()).contains("secret");
  }

  @Test
  void the_usual_variables_name_a_server_too() {
    DatabaseSettings.External external = external(options("", "kim", "", "::1", "6432", ""));

    assertThat(external.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:6432/kim");
  }

  @Test
  void neither_the_location_nor_the_settings_show_the_password() {
    DatabaseSettings.External external =
        external(options("postgres://kim:secret@h/mail", "", "", "", "", ""));

    assertThat(external.location().words()).isEqualTo("PostgreSQL at h:5432/mail");
    assertThat(external.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://kim:secret@h/mail",
        "kim:secret@h/mail",
        "jdbc:postgres://kim:secret@h/mail",
        "postgres://kim:secret@h:port/mail",
        "postgres://kim:secret@h:70000/mail",
        "postgres://kim:secret@h h/mail",
        "postgres://kim:secret%@h/mail",
        "postgres://kim:secret%zz@h/mail",
        "postgres://kim:secret@%2Fvar%2Frun/mail",
        "postgres://kim:secret@h/mail?sslmode=secure",
        "postgres://kim:secret@h/mail?ssl_mode=require",
        "postgres://kim:secret@h/mail?sslmode",
        "postgres://h"
      })
  void nonsense_is_refused_without_repeating_the_password(String url) {
    assertThatThrownBy(() -> DatabaseSettings.of(options(url, "", "", "", "", "")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFIG);
              assertThat(refusal.getMessage()).doesNotContain("secret@").doesNotContain("secret%");
            });
  }

  private static DatabaseSettings.External external(DatabaseOptions options) {
    return (DatabaseSettings.External) DatabaseSettings.of(options);
  }

  private static DatabaseOptions options(
      String url, String user, String password, String host, String port, String database) {
    return new DatabaseOptions(
        Optional.of(url),
        Optional.of(user),
        Optional.of(password),
        Optional.of(host),
        Optional.of(port),
        Optional.of(database),
        STATE);
  }
}
