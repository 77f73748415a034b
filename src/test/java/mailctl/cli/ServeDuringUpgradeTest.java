package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The `serve` of the version before, while somebody with a newer one migrates. A migration of the
/// next version is made up here: it adds, as all of them do.
final class ServeDuringUpgradeTest {
  private static final String NEXT =
      """
      alter table delivery add column upgrade_note text;
      alter table webhook_post add column upgrade_note text not null default '';
      create table upgrade_note (id bigint primary key);
      """;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path migrations;

  @Test
  void it_goes_on_while_the_schema_moves_and_afterwards_and_no_other_of_it_starts()
      throws Exception {
    try (ServeFixture fixture = new ServeFixture(db);
        RunningMailctl serve = fixture.serve();
        Connection migration = db.dataSource().getConnection();
        Statement statement = migration.createStatement()) {
      fixture.dueEmailTo("kim@a.example");
      await(() -> fixture.status("kim@a.example").equals("delivered"));

      // A migration under way, which locks what it changes until it ends.
      migration.setAutoCommit(false);
      statement.execute("alter table delivery add column under_way text");
      fixture.dueEmailTo("lee@a.example");
      for (int i = 0; i < 20; i++) {
        assertThat(post(fixture)).isEqualTo(204);
      }
      migration.commit();
      await(() -> fixture.status("lee@a.example").equals("delivered"));

      Files.writeString(migrations.resolve("V9000__next.sql"), NEXT);
      Flyway.configure()
          .dataSource(db.dataSource())
          .locations("classpath:db/migration", "filesystem:" + migrations)
          .load()
          .migrate();
      fixture.dueEmailTo("alex@a.example");
      assertThat(post(fixture)).isEqualTo(204);
      await(() -> fixture.status("alex@a.example").equals("delivered"));
      assertThat(fixture.get(serve.port("health"), "/readyz").statusCode()).isEqualTo(200);

      CommandRun.Result other = CommandRun.on(db).settings(fixture.settings()).run("serve");
      assertThat(other.exitCode()).isEqualTo(78);
      assertThat(other.stderr())
          .contains("is at version 9000, newer than this mailctl, which knows ")
          .endsWith("Try: install the newer mailctl that migrated it\n");
      assertThat(serve.stop()).isZero();
    }
  }

  private static int post(ServeFixture fixture) throws Exception {
    String now = Long.toString(fixture.now().getEpochSecond());
    byte[] body = "[]".getBytes(UTF_8);
    return fixture.post(body, now, fixture.signer.sign(now, body));
  }

  private static void await(BooleanSupplier condition) {
    assertThat(Patience.until(RunningMailctl.PATIENCE, condition)).isTrue();
  }
}
