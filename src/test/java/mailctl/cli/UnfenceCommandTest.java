package mailctl.cli;

import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class UnfenceCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingCommands it;

  @BeforeEach
  void fixedId() {
    it = new SendingCommands(db);
    db.database()
        .run(tx -> tx.dsl().update(INSTALLATION).set(INSTALLATION.ID, "original").execute());
  }

  @Test
  void what_is_not_fenced_stays_as_it_is() {
    assertThat(it.run("unfence"))
        .isEqualTo(new CommandRun.Result(0, "", "it is not fenced; nothing was changed\n"));
    assertThat(it.run("unfence", "--json").stdout())
        .isEqualTo(
            """
            {
              "dry_run" : false,
              "fenced" : false,
              "differences" : [ ],
              "installation" : "original",
              "generation" : 1
            }
            """);
  }

  @Test
  void a_dry_run_says_what_differs_and_changes_nothing() {
    copied();

    CommandRun.Result dry = it.run("unfence", "--dry-run");

    assertThat(dry.stdout()).matches("fenced: its database oid is \\d+, and was 1\n");
    assertThat(dry.stderr()).isEqualTo("dry run: nothing was changed\n");
    assertThat(id()).isEqualTo("original");
  }

  @Test
  void it_explains_and_asks() {
    copied();

    CommandRun.Result nobody = it.run("unfence");
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.stderr())
        .contains("was restored: its database oid is ", "0 recipients", "with --yes");
    CommandRun.Result no = it.on().person(100).stdin("n\n").run("unfence");
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(id()).isEqualTo("original");

    CommandRun.Result yes = it.on().person(100).stdin("y\n").run("unfence");
    assertThat(yes.exitCode()).isZero();
    assertThat(yes.stderr()).contains("may send now, as installation " + id());
    assertThat(id()).isNotEqualTo("original");
  }

  @Test
  void json_has_these_fields() {
    copied();

    CommandRun.Result result = it.run("unfence", "--yes", "--json");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout().replaceAll("oid is \\d+", "oid is 2").replace(id(), "newid123"))
        .isEqualTo(
            """
            {
              "dry_run" : false,
              "fenced" : true,
              "differences" : [
                {
                  "kind" : "database",
                  "words" : "its database oid is 2, and was 1"
                }
              ],
              "installation" : "original",
              "generation" : 1,
              "new_installation" : "newid123",
              "new_generation" : 2
            }
            """);
  }

  @Test
  void fenced_nothing_that_calls_the_provider_starts_and_the_rest_goes_on() {
    long email = it.emailTo(2);
    it.rows.webhookPost().insert();
    copied();

    assertThat(it.run("send", "--id", "1").exitCode()).isEqualTo(77);
    CommandRun.Result sweep = it.run("sweep");
    assertThat(sweep.exitCode()).isEqualTo(77);
    assertThat(sweep.stderr())
        .contains("webhook posts processed 1", "mails nobody: ", "Try: mailctl unfence");
    assertThat(it.run("resend", "--delivery", "1").exitCode()).isEqualTo(77);
    assertThat(it.run("inspect").exitCode()).isZero();
    assertThat(it.run("send", "--id", "1", "--dry-run").exitCode()).isZero();
    assertThat(it.status(email)).isEqualTo("scheduled");
    assertThat(it.provider.requests()).isEmpty();
    assertThat(
            db.database()
                .<Integer>transaction(
                    tx -> tx.dsl().fetchCount(WEBHOOK_POST, WEBHOOK_POST.STATE.eq("processed"))))
        .isEqualTo(1);

    it.run("unfence", "--yes");
    assertThat(it.run("sweep").exitCode()).isZero();
    assertThat(it.statuses(email)).containsExactly("sent", "sent");
  }

  private void copied() {
    db.database()
        .run(tx -> tx.dsl().update(INSTALLATION).set(INSTALLATION.DATABASE_OID, 1L).execute());
  }

  private String id() {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(INSTALLATION).getId());
  }
}
