package mailctl.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import mailctl.support.CommandRun;
import mailctl.support.RecordingProvider;
import mailctl.support.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/// A database of an older schema with mail in it, half of it under way: backed up, restored
/// elsewhere, brought forward in both places, and gone on with.
final class UpgradeTest {
  private static final String OLD = "upgrade_old";
  private static final String COPY = "upgrade_copy";

  /// From this version on it is written down how many deliveries were planned.
  private static final int PLANNED_IS_COUNTED = 26;

  /// From this version on a database knows where it belongs. One that is restored before it knew
  /// takes its new place for its own.
  private static final int FENCE_IS_THERE = 22;

  /// In the words of the oldest schema: what was sent and heard of, what is planned and waits, what
  /// is in doubt, what is still to come, and a post that nobody has read yet.
  private static final String MAIL =
      """
      insert into organization (slug, name, email, time_zone)
      values ('market', 'Market', 'hello@market.example', 'America/Halifax');
      insert into event (organization_id, slug, title, status, event_date)
      values (1, 'fair', 'Fair', 'live', current_date + 30);
      insert into registration (event_id, email, name, status)
      select 1, 'person-' || n || '@a.example', 'Person ' || n, 'approved'
      from generate_series(1, 6) n;
      insert into scheduled_email (event_id, name, status, subject, text, trigger, due_at,
        started_at, planned_at, finished_at)
      values
        (1, 'Past', 'sent', 'S', 'Hello', 'at 2026-01-01 09:00', '2026-01-01 13:00Z',
          '2026-01-01 13:00Z', '2026-01-01 13:00Z', '2026-01-01 13:01Z'),
        (1, 'Under way', 'sending', 'S', 'Hello {{first_name|there}}', 'at 2026-01-02 09:00',
          '2026-01-02 13:00Z', '2026-01-02 13:00Z', '2026-01-02 13:00Z', null),
        (1, 'To come', 'scheduled', 'S', 'Hello {{first_name|there}}', 'at 2099-01-03 09:00',
          '2099-01-03 13:00Z', null, null, null);
      insert into delivery (scheduled_email_id, registration_id, email, created_at, status,
        status_at, due_at, skip_reason, skipped_at, attempts)
      select 1, n, 'person-' || n || '@a.example', '2026-01-01 13:00Z',
        case n when 5 then 'skipped' when 6 then 'in_doubt' else 'sent' end,
        timestamptz '2026-01-01 13:00Z' + case n when 6 then interval '1 minute' else '0' end, null,
        case n when 5 then 'suppressed' end,
        case n when 5 then timestamptz '2026-01-01 13:00Z' end,
        case n when 5 then 0 else 1 end
      from generate_series(1, 6) n;
      insert into delivery (scheduled_email_id, registration_id, email, created_at, status,
        status_at, due_at)
      select 2, n, 'person-' || n || '@a.example', '2026-01-02 13:00Z', 'queued',
        '2026-01-02 13:00Z', '2026-01-02 13:00Z'
      from generate_series(1, 6) n;
      insert into submission (scheduled_email_id, state, owner, lease_until, recipients, message_id,
        claimed_at, called_at, settled_at)
      values
        (1, 'accepted', gen_random_uuid(), '2026-01-01 13:01Z', 4, 'past', '2026-01-01 13:00Z',
          '2026-01-01 13:00Z', '2026-01-01 13:00Z'),
        (1, 'in_doubt', gen_random_uuid(), '2026-01-01 13:01Z', 1, null, '2026-01-01 13:00Z',
          '2026-01-01 13:00Z', '2026-01-01 13:01Z');
      insert into attempt (delivery_id, number, submission_id, origin, email)
      select id, 1, case status when 'in_doubt' then 2 else 1 end, 'plan', email
      from delivery where status in ('sent', 'in_doubt') order by id;
      insert into suppression (email, scope, reason, source, evidence, suppressed_at)
      values ('person-5@a.example', 'global', 'manual', 'operator', 'before', '2026-01-01 12:00Z');
      insert into webhook_post (received_at, body, origin)
      select '2026-01-01 13:05Z', convert_to(format(
        '[{"email":"person-1@a.example","event":"delivered","timestamp":1767272700,'
        '"mailctl_ref":"%s.1.1"},'
        '{"email":"person-2@a.example","event":"bounce","type":"bounce","reason":"550",'
        '"timestamp":1767272700,"mailctl_ref":"%s.2.1"}]', id, id), 'UTF8'), 'signed'
      from installation;
      """;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private final RecordingProvider provider = new RecordingProvider();

  /// The first one that had everything in it, some on the way, and the newest but one.
  static List<Integer> versions() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sql"))) {
      List<Integer> all =
          files
              .map(file -> Integer.parseInt(file.getFileName().toString().substring(1, 4)))
              .sorted()
              .toList();
      return List.of(8, 26, 30, all.get(all.size() - 2));
    }
  }

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

  @ParameterizedTest
  @MethodSource("versions")
  void what_was_planned_before_an_upgrade_is_sent_after_it_by_one_of_two(
      int version, TestReporter reporter) throws Exception {
    migrateTo(version);
    on(url(OLD), MAIL);
    if (version >= PLANNED_IS_COUNTED) {
      on(url(OLD), "update scheduled_email set planned_recipients = 6 where id in (1, 2)");
    }
    CommandRun.Result early = mailctl(OLD, "inspect");
    assertThat(early.exitCode()).isEqualTo(78);
    assertThat(early.stderr()).contains("is at version " + version, "Try: mailctl migrate");

    reporter.publishEntry("restored by", restoreElsewhere());
    assertThat(mailctl(COPY, "migrate", "--dry-run").stderr()).contains("nothing was changed");
    assertThat(mailctl(COPY, "migrate").stderr()).contains("is now at version ");
    assertThat(mailctl(OLD, "migrate").stderr()).contains("is now at version ");
    assertThat(mailctl(OLD, "migrate").stderr()).contains("is already at version");

    for (String each : List.of(OLD, COPY)) {
      CommandRun.Result books = mailctl(each, "verify", "--all");
      assertThat(books.exitCode()).as(books.toString()).isZero();
    }
    if (version >= FENCE_IS_THERE) {
      CommandRun.Result fenced = mailctl(COPY, "send", "--id", "3");
      assertThat(fenced.exitCode()).as(fenced.toString()).isEqualTo(77);
      assertThat(provider.requests()).isEmpty();
    }

    assertThat(mailctl(OLD, "sweep").exitCode()).isZero();
    assertThat(provider.recipients())
        .containsExactlyInAnyOrder(
            "person-1@a.example", "person-3@a.example", "person-4@a.example", "person-6@a.example");
    assertThat(mailctl(OLD, "send", "--id", "3").exitCode()).isZero();
    assertThat(provider.recipients()).hasSize(8);
    assertThat(mailctl(OLD, "verify", "--all").exitCode()).isZero();
    assertThat(mailctl(OLD, "stats", "--id", "1", "--json").stdout())
        .contains("\"delivered\" : 1", "\"bounced\" : 1", "\"in_doubt\" : 1", "\"skipped\" : 1");

    // Rolled forward: the copy takes the place of the original.
    provider.requests().clear();
    assertThat(mailctl(COPY, "unfence", "--yes").exitCode()).isZero();
    assertThat(mailctl(COPY, "send", "--id", "2").exitCode()).isZero();
    assertThat(provider.requests()).isNotEmpty();
    assertThat(mailctl(COPY, "verify", "--all").exitCode()).isZero();
  }

  private void migrateTo(int version) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(OLD));
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .target(String.valueOf(version))
        .load()
        .migrate();
  }

  /// By pg_dump where there is one for this server, else by a copy of the files. Says which.
  private String restoreElsewhere() throws Exception {
    if (!dumps()) {
      on(db.jdbcUrl(), "create database " + COPY + " template " + OLD);
      return "create database template";
    }
    Path dump = folder.resolve("mailctl.dump");
    run("pg_dump", "--format=custom", "--file=" + dump, "--dbname=" + libpq(OLD));
    on(db.jdbcUrl(), "create database " + COPY);
    run("pg_restore", "--no-owner", "--exit-on-error", "--dbname=" + libpq(COPY), dump.toString());
    return "pg_restore";
  }

  /// It refuses servers that are newer than itself.
  private boolean dumps() throws Exception {
    try {
      Process version = new ProcessBuilder("pg_dump", "--version").start();
      String words = new String(version.getInputStream().readAllBytes(), UTF_8);
      return version.waitFor() == 0
          && Integer.parseInt(words.replaceFirst("(?s)^\\D*(\\d+).*$", "$1")) >= serverVersion();
    } catch (IOException e) {
      return false;
    }
  }

  private int serverVersion() throws SQLException {
    try (Connection connection = DriverManager.getConnection(db.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show server_version_num")) {
      row.next();
      return row.getInt(1) / 10_000;
    }
  }

  private String libpq(String database) {
    return url(database).replaceFirst("^jdbc:", "");
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private CommandRun.Result mailctl(String database, String... args) {
    return CommandRun.create()
        .set("database.url", url(database))
        .set("state.dir", folder.resolve(database).toString())
        .provider(provider)
        .run(args);
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
