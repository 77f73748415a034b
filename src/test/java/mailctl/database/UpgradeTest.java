package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import mailctl.support.CommandRun;
import mailctl.support.RecordingProvider;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/// A database of the schema before the newest one, with mail in it: copied elsewhere, brought
/// forward there, and let go.
final class UpgradeTest {
  private static final String OLD = "upgrade_old";
  private static final String COPY = "upgrade_copy";

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path state;
  private final RecordingProvider provider = new RecordingProvider();

  @BeforeEach
  void setUp() throws SQLException {
    tearDown();
    on(db.jdbcUrl(), "create database " + OLD);
  }

  @AfterEach
  void tearDown() throws SQLException {
    on(db.jdbcUrl(), "drop database if exists " + COPY + " with (force)");
    on(db.jdbcUrl(), "drop database if exists " + OLD + " with (force)");
  }

  @Test
  void what_was_planned_before_an_upgrade_is_sent_after_it_and_by_one_of_two() throws Exception {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(OLD));
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .target(previous())
        .load()
        .migrate();
    Database old = new Database(source, new DatabaseLocation("the old database", false));
    TestRows rows = TestRows.in(old);
    rows.registration().insert();
    long email = rows.scheduledEmail().insert().getId();

    CommandRun.Result early = mailctl(OLD, "inspect");
    assertThat(early.exitCode()).isEqualTo(78);
    assertThat(early.stderr()).contains("is at version " + previous(), "Try: mailctl migrate");
    on(db.jdbcUrl(), "create database " + COPY + " template " + OLD);
    assertThat(mailctl(OLD, "migrate").stderr()).contains("is now at version ");
    assertThat(mailctl(COPY, "migrate", "--dry-run").stderr()).contains("nothing was changed");
    assertThat(mailctl(COPY, "migrate").stderr()).contains("is now at version ");

    String id = Long.toString(email);
    assertThat(mailctl(COPY, "send", "--id", id).exitCode()).isEqualTo(77);
    assertThat(provider.requests()).isEmpty();
    assertThat(mailctl(OLD, "send", "--id", id).exitCode()).isZero();
    assertThat(provider.requests()).hasSize(1);
    assertThat(mailctl(OLD, "verify", "--all").exitCode()).isZero();
    assertThat(mailctl(COPY, "verify", "--all").exitCode()).isZero();
    assertThat(mailctl(OLD, "migrate").stderr()).contains("is already at version");
  }

  private CommandRun.Result mailctl(String database, String... args) {
    return CommandRun.create()
        .set("database.url", url(database))
        .set("state.dir", state.resolve(database).toString())
        .provider(provider)
        .run(args);
  }

  /// The newest but one.
  private static String previous() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sql"))) {
      return files
          .map(file -> file.getFileName().toString().substring(1, 4))
          .sorted()
          .toList()
          .reversed()
          .get(1)
          .replaceFirst("^0+", "");
    }
  }

  private String url(String database) {
    return db.jdbcUrl().replaceFirst("/test_\\d+", "/" + database);
  }

  private static void on(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
