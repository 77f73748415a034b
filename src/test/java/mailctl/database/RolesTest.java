package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import mailctl.support.CommandRun;
import mailctl.support.RecordingProvider;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The roles that ship let each do what it must, and no more.
final class RolesTest {
  private static final Path ROLES = Path.of("src/main/dist/postgresql/roles.sql");

  @RegisterExtension final TestDatabase db = new TestDatabase();

  @BeforeEach
  void setUp() throws Exception {
    String roles = Files.readString(ROLES);
    // The server is shared, and roles belong to all of its databases.
    synchronized (RolesTest.class) {
      as("postgres", roles);
      as("postgres", roles);
      for (String role : List.of("owner", "app", "reader")) {
        as(
            "postgres",
            """
            do $$ begin
              create role roles_test_%1$s login;
            exception when duplicate_object or unique_violation then null;
            end $$;
            grant mailctl_%1$s to roles_test_%1$s;
            alter role roles_test_%1$s set role mailctl_%1$s;
            """
                .formatted(role));
      }
    }
  }

  @Test
  void the_application_does_its_job_and_changes_no_tables() throws Exception {
    TestRows rows = TestRows.in(db.database());
    rows.registration().insert();
    long email = rows.scheduledEmail().insert().getId();
    RecordingProvider provider = new RecordingProvider();

    CommandRun.Result sent = on("app").provider(provider).run("send", "--id", Long.toString(email));
    assertThat(sent.exitCode()).as(sent.toString()).isZero();
    assertThat(on("app").provider(provider).run("sweep").exitCode()).isZero();
    assertThat(on("app").run("prune", "--history", "--older-than", "30d", "--yes").exitCode())
        .isZero();
    assertThat(on("app").run("verify", "--all").exitCode()).isZero();
    assertThat(on("app").run("audit").stdout()).contains("send --id");
    // Months are made by whoever owns the tables.
    as("roles_test_app", "select ensure_provider_event_partition('2031-05-01')");
    as("roles_test_app", "select count(*) from provider_event_2031_05");
    as("roles_test_app", "select drop_provider_event_partition('provider_event_2031_05', 1000)");

    assertDenied("app", "update audit_entry set actor = 'nobody'");
    assertDenied("app", "delete from audit_entry");
    assertDenied("app", "truncate audit_entry");
    assertDenied("app", "create table mine (id int)");
    assertDenied("app", "drop table delivery");
    assertDenied("app", "alter table delivery add column mine int");
    assertDenied("app", "delete from flyway_schema_history");
    assertDenied("app", "delete from installation");
  }

  @Test
  void a_reader_inspects_and_changes_nothing() throws Exception {
    TestRows rows = TestRows.in(db.database());
    rows.registration().insert();
    rows.scheduledEmail().insert();

    for (String[] command :
        List.of(
            new String[] {"inspect"},
            new String[] {"inspect", "deliveries"},
            new String[] {"stats"},
            new String[] {"verify", "--all"},
            new String[] {"schedule", "list"},
            new String[] {"budget", "show"},
            new String[] {"audit"})) {
      CommandRun.Result result = on("reader").run(command);
      assertThat(result.exitCode()).as(result.toString()).isZero();
    }
    CommandRun.Result refused =
        on("reader").run("suppression", "add", "kim@a.example", "--scope", "global");
    assertThat(refused.exitCode()).isEqualTo(77);
    assertThat(refused.stderr())
        .startsWith("mailctl: the database's user may not do this: permission denied for table ")
        .contains("Try: as a user with the role mailctl_app");

    assertDenied("reader", "select secret from installation");
    assertDenied("reader", "select hash from api_token");
    assertDenied("reader", "update delivery set reason = 'x'");
    assertDenied("reader", "insert into audit_entry (run) values (gen_random_uuid())");
    as("roles_test_reader", "select id, generation from installation");
  }

  @Test
  void the_owner_migrates() {
    CommandRun.Result migrated = on("owner").run("migrate");

    assertThat(migrated.exitCode()).as(migrated.toString()).isZero();
    assertThat(migrated.stderr()).contains("already at version");
  }

  private void assertDenied(String role, String sql) {
    assertThatThrownBy(() -> as("roles_test_" + role, sql))
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }

  private CommandRun on(String role) {
    return CommandRun.create().set("database.url", url("roles_test_" + role));
  }

  private String url(String user) {
    return db.jdbcUrl().replaceFirst("user=[^&]*", "user=" + user);
  }

  private void as(String user, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(user));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
