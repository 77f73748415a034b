package mailctl.cli;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.DOMAIN_PACE;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class InspectCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private TestRows rows;
  private long email;

  @BeforeEach
  void anEmail() {
    rows = TestRows.in(db.database());
    email =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.NAME, "Welcome")
            .with(SCHEDULED_EMAIL.STATUS, "sent")
            .insert()
            .getId();
  }

  @Test
  void deliveries_in_json_keep_their_names() {
    long kim = blocked("kim@a.example");

    assertThat(run("inspect", "deliveries", "--pending-retry", "--json").stdout())
        .isEqualTo(
            """
            {
              "deliveries" : [
                {
                  "id" : "%d",
                  "scheduled_email_id" : "%d",
                  "scheduled_email_name" : "Welcome",
                  "event_slug" : "event-2",
                  "address" : "kim@a.example",
                  "status" : "retrying",
                  "unsubscribed" : false,
                  "reason" : "450 try later",
                  "block_class" : "technical",
                  "attempts" : 1,
                  "status_at" : "2026-06-01T12:00:00Z",
                  "due_at" : "2026-06-01T13:00:00Z"
                }
              ]
            }
            """
                .formatted(kim, email));
  }

  @Test
  void a_page_says_how_to_go_on() {
    long first = rows.delivery(email, "a@a.example", "bounced").insert().getId();
    long second = rows.delivery(email, "b@a.example", "failed").insert().getId();

    CommandRun.Result page = run("inspect", "deliveries", "--undelivered", "--limit", "1");

    assertThat(page.stdout()).startsWith(second + "\t").contains("2026-06-01T12:00:00Z");
    assertThat(page.stderr()).isEqualTo("there are more: the same with --before " + second + "\n");
    assertThat(run("inspect", "deliveries", "--before", "" + second).stdout())
        .startsWith(first + "\t");
  }

  @Test
  void a_person_sees_relative_times_and_a_narrow_window_stacks_the_cells() {
    blocked("kim@a.example");
    clock.tick(Duration.ofMinutes(2));

    assertThat(
            runner().env("NO_COLOR", "1").person(40).run("inspect", "deliveries").stdout().lines())
        .contains("ADDRESS  kim@a.example", "SINCE    2 min ago", "DUE      in 58 min");
    assertThat(
            runner().env("NO_COLOR", "1").person(200).run("inspect", "deliveries").stdout().lines())
        .hasSize(2);
  }

  @Test
  void one_delivery_is_shown_with_its_history() {
    long kim = blocked("kim@a.example");
    rows.providerEvent(
            rows.attempt(kim)
                .with(ATTEMPT.OUTCOME, "blocked")
                .with(ATTEMPT.OUTCOME_CLASS, "technical")
                .insert(),
            "blocked")
        .insert();

    assertThat(run("inspect", "delivery", "" + kim).stdout())
        .contains("\nAttempts:\n1\tplan\t", "\nSendGrid's events:\n2026-06-01T12:00:00Z\tblocked")
        .endsWith(
            "Next: attempt 2 is due at 2026-06-01T13:00:00Z, after a block (technical): 450 try"
                + " later.\n");
    assertThat(run("inspect", "delivery", "" + kim, "--json").stdout())
        .contains("\"inputs\" : {", "\"provider_events\" : [", "\"suppressions\" : [", "\"next\"");
    assertThat(run("inspect", "retries", "--json").stdout())
        .contains("\"retries\" : [", "\"next\" : \"attempt 2 is due");
  }

  @Test
  void retries_in_json_keep_their_names() {
    long kim = blocked("kim@a.example");
    rows.attempt(kim).with(ATTEMPT.OUTCOME, "blocked").insert();
    rows.suppression("kim@a.example").insert();
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .insertInto(DOMAIN_PACE)
                    .values("a.example", TestRows.NOW.plusSeconds(7200), "reputation")
                    .execute());

    assertThat(run("inspect", "retries", "--json").stdout())
        .isEqualTo(
            """
            {
              "retries" : [
                {
                  "delivery" : {
                    "id" : "%d",
                    "scheduled_email_id" : "%d",
                    "scheduled_email_name" : "Welcome",
                    "event_slug" : "event-2",
                    "address" : "kim@a.example",
                    "status" : "retrying",
                    "unsubscribed" : false,
                    "reason" : "450 try later",
                    "block_class" : "technical",
                    "attempts" : 1,
                    "status_at" : "2026-06-01T12:00:00Z",
                    "due_at" : "2026-06-01T13:00:00Z"
                  },
                  "class" : "technical",
                  "step" : 1,
                  "steps" : 3,
                  "blocked_at" : "2026-06-01T12:00:00Z",
                  "next_at" : "2026-06-01T13:00:00Z",
                  "stops" : [
                    "the address is suppressed: manual",
                    "a.example is slowed until 2026-06-01T14:00:00Z (reputation)"
                  ],
                  "next" : "it will be skipped, not sent: the address is suppressed (manual)."
                }
              ],
              "by_class" : [
                {
                  "class" : "technical",
                  "retries" : 1,
                  "next_at" : "2026-06-01T13:00:00Z"
                }
              ],
              "by_domain" : [
                {
                  "domain" : "a.example",
                  "retries" : 1,
                  "next_at" : "2026-06-01T13:00:00Z"
                }
              ],
              "slowed" : [
                {
                  "domain" : "a.example",
                  "kind" : "reputation",
                  "until" : "2026-06-01T14:00:00Z"
                }
              ]
            }
            """
                .formatted(kim, email));
    CommandRun.Result shown = run("inspect", "retries");
    assertThat(shown.stdout())
        .contains("technical\t1 of 3\t", "class\ttechnical\t1\t", "domain\ta.example\t1\t")
        .contains("\na.example\t2026-06-01T14:00:00Z\treputation\n");
    assertThat(shown.stderr()).isEmpty();
  }

  @Test
  void unknown_ids_say_which_database_was_looked_in() {
    for (String[] command :
        new String[][] {
          {"inspect", "delivery", "99"},
          {"inspect", "deliveries", "--id", "99"},
          {"inspect", "deliveries", "--event", "nowhere"},
          {"inspect", "parked", "--post", "99"},
          {"inspect", "balance", "--id", "99"},
          {"stats", "--id", "99"},
          {"stats", "--organization", "nobody"}
        }) {
      CommandRun.Result result = run(command);

      assertThat(result.exitCode()).isEqualTo(66);
      assertThat(result.stdout()).isEmpty();
      assertThat(result.stderr()).containsPattern("no .* (99|nowhere|nobody) in PostgreSQL at ");
    }
    assertThat(run("inspect", "delivery", "99", "--json").stderr())
        .contains("\"code\" : \"not_found\"");
    assertThat(run("inspect", "deliveries", "--status", "sended", "--json").stderr())
        .contains("\"code\" : \"usage\"");
    assertThat(run("inspect", "deliveries", "--limit", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void books_that_do_not_balance_exit_with_1_and_name_the_rows() {
    assertThat(run("inspect", "balance", "--id", "" + email).exitCode()).isZero();
    long lost = rows.delivery(email, "kim@a.example", "sending").insert().getId();

    CommandRun.Result result = run("inspect", "balance", "--id", "" + email);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout())
        .contains("balanced\tno\n", "delivery\t" + lost + "\tsending\tsending, but in no open");
    assertThat(run("inspect", "balance", "--id", "" + email, "--json").stdout())
        .contains("\"balanced\" : false", "\"delivery_id\" : \"" + lost + "\"");
  }

  @Test
  void the_overview_counts_what_needs_an_eye() {
    blocked("kim@a.example");
    rows.webhookPost().with(WEBHOOK_POST.STATE, "parked").insert();

    assertThat(run("inspect").stdout())
        .contains("Welcome", "retries pending\t1\n", "posts parked\t1\n");
    assertThat(run("inspect", "--json").stdout())
        .contains("\"emails\" : [", "\"pending_retries\" : 1", "\"parked_posts\" : 1");
    assertThat(run("inspect", "emails", "--json").stdout()).contains("\"retrying\" : 1");
    assertThat(run("inspect", "inbox").stdout()).contains("posts waiting\t0\n");
    assertThat(run("inspect", "parked").stdout()).startsWith("post:");
    assertThat(run("inspect", "doubts").stderr()).startsWith("nothing in doubt in ");
  }

  @Test
  void statistics_add_up_to_the_audience() {
    long kim = rows.delivery(email, "kim@a.example", "delivered").insert().getId();
    rows.attempt(kim).insert();
    rows.delivery(email, "lee@a.example", "skipped").insert();

    assertThat(run("stats").stdout())
        .contains("total_sent\t1\n", "delivery_rate\t100.0\n", "skipped\t1\n", "audience\t2\n");
    assertThat(run("stats", "--id", "" + email, "--by", "email", "--json").stdout())
        .contains("\"audience\" : 2", "\"delivery_rate\" : 100.0", "\"emails\" : [");
    assertThat(run("stats", "--id", "" + email, "--event", "1").exitCode()).isEqualTo(2);
  }

  private long blocked(String address) {
    return rows.delivery(email, address, "retrying")
        .with(DELIVERY.ATTEMPTS, 1)
        .with(DELIVERY.BLOCK_CLASS, "technical")
        .with(DELIVERY.REASON, "450 try later")
        .with(DELIVERY.DUE_AT, TestRows.NOW.plusSeconds(3600))
        .insert()
        .getId();
  }

  private CommandRun runner() {
    return CommandRun.on(db).clock(clock);
  }

  private CommandRun.Result run(String... args) {
    return runner().run(args);
  }
}
