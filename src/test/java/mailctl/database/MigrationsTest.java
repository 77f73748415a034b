package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MigrationsTest {
  private static final int NEWEST = NewestMigration.VERSION;

  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void a_schema_of_our_version_fits() {
    migrations(NEWEST).check();

    assertThat(migrations(NEWEST).migrate()).isEmpty();
  }

  @Test
  void an_older_schema_is_refused_with_both_versions() {
    assertThatThrownBy(() -> migrations(NEWEST + 2).check())
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFIG);
              assertThat(refusal.hint()).isEqualTo("mailctl migrate");
            })
        .hasMessage(
            "the schema of %s is at version %d, this mailctl needs %d"
                .formatted(db.database().location(), NEWEST, NEWEST + 2));
  }

  @Test
  void a_newer_schema_is_refused_and_not_migrated() {
    assertThatThrownBy(() -> migrations(NEWEST - 1).check())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("newer than this mailctl, which knows " + (NEWEST - 1));
    assertThatThrownBy(() -> migrations(NEWEST - 1).migrate()).isInstanceOf(Refusal.class);
  }

  @Test
  void an_empty_database_is_refused_until_it_is_migrated() {
    db.database().run(tx -> tx.dsl().execute("drop schema public cascade; create schema public"));
    try (OpenDatabase open = open()) {
      assertThatThrownBy(open::check)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("has none of mailctl's tables yet");

      assertThat(open.migrate()).extracting(AppliedMigration::version).isSorted().endsWith(NEWEST);

      open.check();
      assertThat(open.migrate()).isEmpty();
    }
  }

  @Test
  void a_database_that_belongs_to_something_else_is_left_alone() {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "drop schema public cascade; create schema public; create table x ()"));
    try (OpenDatabase open = open()) {
      assertThatThrownBy(open::migrate)
          .isInstanceOf(Refusal.class)
          .hasMessageEndingWith("it holds tables that are not mailctl's");
    }
  }

  @Test
  void a_postgresql_older_than_15_is_refused() {
    assertThat(FirstContact.tooOld(db.database().location(), 14))
        .hasMessageEndingWith("is version 14, and mailctl needs PostgreSQL 15 or newer");
  }

  @Test
  void a_database_that_does_not_exist_is_refused() {
    String url = db.jdbcUrl().replaceFirst("/test_\\d+", "/nowhere");

    assertThatThrownBy(() -> OpenDatabase.open(external(url), 1))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("/nowhere does not exist");
  }

  private OpenDatabase open() {
    return OpenDatabase.open(external(db.jdbcUrl()), 2);
  }

  private static DatabaseSettings external(String url) {
    Optional<String> none = Optional.empty();
    return DatabaseSettings.of(
        new DatabaseOptions(
            Optional.of(url), none, none, none, none, none, java.nio.file.Path.of("/unused")));
  }

  private Migrations migrations(int newest) {
    return new Migrations(db.database(), db.dataSource(), newest);
  }
}
