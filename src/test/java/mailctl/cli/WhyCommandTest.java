package mailctl.cli;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.support.TestRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.CommandRun;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.jooq.JSONB;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WhyCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW);
  private TestRows rows;
  private long event;
  private long email;

  @BeforeEach
  void anEmailToTheApproved() {
    rows = TestRows.in(db.database());
    event = rows.event().with(EVENT.SLUG, "fair").insert().getId();
    email = email("sent");
  }

  @Test
  void delivered() {
    long delivery = rows.delivery(email, "kim@a.example", "delivered").insert().getId();
    rows.providerEvent(
            rows.attempt(delivery).with(ATTEMPT.OUTCOME, "delivered").insert(), "delivered")
        .insert();

    assertThat(run("why", "Kim@a.example").stdout())
        .startsWith(
            """
            Email %d 'Welcome' of event fair to kim@a.example: got it
            Because delivered at 2026-06-01T12:00:00Z.

            registration\t\
            """
                .formatted(email))
        .contains(
            "\nfilter status\tyes: status is approved\n",
            "\nAttempts:\n1\tplan\t",
            "\nSendGrid's events:\n2026-06-01T12:00:00Z\tdelivered")
        .endsWith("\nNext: nothing: it was delivered.\n");
  }

  @Test
  void what_plans_promised() {
    long next = email("scheduled");
    rows.registration()
        .with(REGISTRATION.EVENT_ID, event)
        .with(REGISTRATION.EMAIL, "kim@a.example")
        .insert();
    run("plan", "--id", "" + next, "--look");
    run("plan", "--id", "" + next);
    rows.registration()
        .with(REGISTRATION.EVENT_ID, event)
        .with(REGISTRATION.EMAIL, "late@a.example")
        .insert();

    assertThat(run("why", "kim@a.example", "--email", "" + next).stdout())
        .contains(
            "\nplan 2\tincludes the registration; made 2026-06-01T12:00:00Z, and the email goes out"
                + " by it\nplan 1\tincludes the registration; made 2026-06-01T12:00:00Z\n");
    assertThat(run("why", "late@a.example", "--email", "" + next).stdout())
        .contains(
            "\nplan 2\tdoes not include the registration;",
            ", and held then: plan 2 does not include the registration.");
    assertThat(run("why", "late@a.example", "--email", "" + next, "--json").stdout())
        .contains("\"promised\" : \"absent\"", "\"binds\" : true");
  }

  @Test
  void retried() {
    long delivery =
        rows.delivery(email, "kim@a.example", "retrying")
            .with(DELIVERY.REASON, "450 try later")
            .with(DELIVERY.BLOCK_CLASS, "technical")
            .with(DELIVERY.ATTEMPTS, 1)
            .with(DELIVERY.DUE_AT, NOW.plus(Duration.ofHours(1)))
            .insert()
            .getId();
    rows.attempt(delivery).with(ATTEMPT.OUTCOME, "blocked").insert();

    assertThat(run("why", "kim@a.example", "--email", "" + email).stdout())
        .contains("kim@a.example: not yet\nBecause it was blocked once: 450 try later.\n")
        .endsWith(
            "\nNext: attempt 2 is due at 2026-06-01T13:00:00Z, after a block (technical): 450 try"
                + " later.\n");
  }

  @Test
  void bounced() {
    long delivery =
        rows.delivery(email, "kim@a.example", "bounced")
            .with(DELIVERY.REASON, "550 5.1.1 no such user")
            .insert()
            .getId();
    rows.attempt(delivery).with(ATTEMPT.OUTCOME, "bounced").insert();
    rows.suppression("kim@a.example")
        .with(SUPPRESSION.REASON, "hard_bounce")
        .with(SUPPRESSION.EVIDENCE, "provider event 7")
        .insert();

    assertThat(run("why", "kim@a.example").stdout())
        .contains(
            "\teverywhere\thard bounce\t2026-06-01T12:00:00Z\t-\tprovider event 7\n",
            ": did not get it\nBecause it bounced at 2026-06-01T12:00:00Z: 550 5.1.1 no such user;"
                + " the address is suppressed since.\n");
    assertThat(run("why", "kim@a.example", "--json").stdout())
        .contains(
            "\"got\" : \"no\"",
            "\"evidence\" : \"provider event 7\"",
            "\"kind\" : \"bounced\"",
            "\"next\" : \"nothing: the receiving server refused the address for good.\"");
  }

  /// Through the real pipeline: planned, opted out while the provider asks for patience, claimed.
  @Test
  void opted_out_between_plan_and_send() {
    long other = email("scheduled");
    rows.registration()
        .with(REGISTRATION.EVENT_ID, event)
        .with(REGISTRATION.EMAIL, "kim@a.example")
        .insert();
    RecordingProvider provider = new RecordingProvider();
    provider.answer(
        new SubmissionOutcome.Returned(
            ReturnCause.RATE_LIMITED, "later", Optional.of(Duration.ofMinutes(2))));
    sending(provider).run("sweep");
    clock.tick(Duration.ofMinutes(1));
    run("suppression", "add", "kim@a.example", "--note", "asked by telephone");
    clock.tick(Duration.ofMinutes(9));
    provider.answer(_ -> provider.accept());
    sending(provider).run("sweep");

    assertThat(run("why", "kim@a.example", "--email", "" + other).stdout())
        .contains(
            "kim@a.example: did not get it\n"
                + "Because skipped at 2026-06-01T12:10:00Z: suppressed: manual (global), since"
                + " 2026-06-01T12:01:00Z: after it was planned at 2026-06-01T12:00:00Z and before"
                + " it was sent.\n",
            ": asked by telephone\n");
    assertThat(provider.recipients()).hasSize(1);
  }

  @Test
  void excluded_by_the_filter() {
    rows.registration()
        .with(REGISTRATION.EVENT_ID, event)
        .with(REGISTRATION.EMAIL, "kim@a.example")
        .with(REGISTRATION.STATUS, "pending")
        .insert();
    long waiting = email("scheduled");

    assertThat(run("why", "kim@a.example", "--email", "" + waiting).stdout())
        .contains(
            ": did not get it\nBecause the filter excludes the registration: status is pending,"
                + " not approved.\n",
            "\nfilter status\tno: status is pending, not approved\n")
        .endsWith(
            "\nNext: nothing, unless the registration matches before the email is planned.\n");
    assertThat(run("why", "kim@a.example", "--email", "" + waiting, "--json").stdout())
        .contains(
            """
                  "filter" : [
                    {
                      "key" : "status",
                      "wanted" : [
                        "approved"
                      ],
                      "actual" : "pending",
                      "holds" : false
                    }
                  ]
            """
                .strip());
  }

  @Test
  void never_registered() {
    assertThat(run("why", "kim@a.example").stdout())
        .startsWith("kim@a.example is not registered for any event in ")
        .endsWith("and no email was ever planned for it.\n");
    assertThat(run("why", "kim@a.example", "--event", "fair").stdout())
        .contains(
            ": did not get it\nBecause event fair has no registration of this address.\n",
            "registration\tnone\n")
        .endsWith("Next: nothing, unless the address is registered.\n");
  }

  @Test
  void registered_too_late() {
    rows.registration()
        .with(REGISTRATION.EVENT_ID, event)
        .with(REGISTRATION.EMAIL, "kim@a.example")
        .with(REGISTRATION.CREATED_AT, NOW.plusSeconds(60))
        .insert();

    assertThat(run("why", "kim@a.example").stdout())
        .contains(
            "Because registered at 2026-06-01T12:01:00Z, after the recipients were fixed at"
                + " 2026-06-01T12:00:00Z.\n");
  }

  @Test
  void what_cannot_be_asked_is_refused() {
    assertThat(run("why", "kim").exitCode()).isEqualTo(2);
    assertThat(run("why", "kim@a.example", "--email", "999").exitCode()).isEqualTo(66);
    assertThat(run("why", "kim@a.example", "--event", "nowhere").exitCode()).isEqualTo(66);
    assertThat(run("why", "kim@a.example", "--event", "fair", "--email", "1").exitCode())
        .isEqualTo(2);
  }

  private long email(String status) {
    return rows.scheduledEmail()
        .with(SCHEDULED_EMAIL.EVENT_ID, event)
        .with(SCHEDULED_EMAIL.NAME, status.equals("sent") ? "Welcome" : "Reminder")
        .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf("{\"status\":[\"approved\"]}"))
        .with(SCHEDULED_EMAIL.STATUS, status)
        .insert()
        .getId();
  }

  private CommandRun sending(RecordingProvider provider) {
    return CommandRun.on(db).clock(clock).provider(provider);
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).clock(clock).run(args);
  }
}
