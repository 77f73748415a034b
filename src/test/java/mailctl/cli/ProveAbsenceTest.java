package mailctl.cli;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailctl.http.SandboxListener;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Requests and answers that get lost on the way to a sandbox, and the Email Logs that tell which.
final class ProveAbsenceTest {
  private static final String WITNESS = "ada@a.example";

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private TestRows rows;
  private Optional<SandboxListener> listener = Optional.empty();

  @BeforeEach
  void openRows() {
    rows = TestRows.in(db.database());
  }

  @AfterEach
  void closeListener() {
    listener.ifPresent(SandboxListener::close);
  }

  @Test
  void a_lost_answer_is_found_and_a_lost_request_goes_back_to_the_queue() {
    sandbox(true);
    send(WITNESS);
    send("lost-response@a.example", "bob@a.example");
    send("lost-request@a.example", "bob@a.example");
    assertThat(statuses()).containsExactly("sent", "in_doubt", "in_doubt", "in_doubt", "in_doubt");
    assertThat(proving("sweep").stderr()).isEqualTo("nothing was due\n");
    clock.tick(Duration.ofMinutes(31));
    assertThat(run("sweep").stderr()).isEqualTo("nothing was due\n");

    CommandRun.Result sweep = proving("sweep");

    assertThat(sweep.stderr()).contains("doubts proven sent 1, doubts proven lost 1", "in doubt 2");
    assertThat(states()).containsExactly("accepted", "accepted", "returned", "in_doubt");
    assertThat(statuses()).containsExactly("sent", "sent", "sent", "in_doubt", "in_doubt");
    assertThat(origins()).containsOnly("plan").hasSize(7);
    assertThat(run("inspect", "doubts", "--settled").stdout().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("returned", "they know none of its 2 recipients"),
            line -> assertThat(line).contains("accepted", "attempt 1 of delivery 2"));
    assertThat(proving("sweep").stderr()).isEqualTo("nothing was due\n");
  }

  @Test
  void a_log_that_lacks_what_sendgrid_took_proves_nothing() {
    Sandbox sandbox = sandbox(true);
    send(WITNESS);
    send("lost-request@a.example");
    sandbox.clear();
    clock.tick(Duration.ofMinutes(31));

    assertThat(proving("sweep").stderr()).isEqualTo("doubts left by the Email Logs 1\n");

    assertThat(statuses()).containsExactly("sent", "in_doubt");
    assertThat(doubts()).contains("asked", "the log lacks message");
  }

  @Test
  void without_anything_that_must_be_in_the_log_its_silence_proves_nothing() {
    sandbox(true);
    send("lost-request@a.example");
    clock.tick(Duration.ofMinutes(31));

    assertThat(proving("sweep").stderr()).isEqualTo("doubts left by the Email Logs 1\n");
    assertThat(statuses()).containsExactly("in_doubt");
    assertThat(doubts()).contains("nothing is known to be in the log");
  }

  @Test
  void without_email_logs_a_doubt_stays_and_is_not_asked_about_all_the_time() {
    sandbox(false);
    send(WITNESS);
    send("lost-request@a.example");
    clock.tick(Duration.ofMinutes(31));

    assertThat(proving("sweep").stderr()).isEqualTo("doubts left by the Email Logs 1\n");
    assertThat(proving("sweep").stderr()).isEqualTo("nothing was due\n");
    assertThat(doubts()).contains("the account has no Email Logs");
    clock.tick(Duration.ofMinutes(31));
    assertThat(proving("sweep").stderr()).isEqualTo("doubts left by the Email Logs 1\n");
  }

  @Test
  void what_is_older_than_the_logs_are_kept_is_not_asked_about() {
    sandbox(true);
    send(WITNESS);
    send("lost-request@a.example");
    clock.tick(Duration.ofDays(3).plusMinutes(1));

    assertThat(proving("sweep").stderr()).isEqualTo("nothing was due\n");
    assertThat(statuses()).containsExactly("sent", "in_doubt");
  }

  @Test
  void in_a_cancelled_email_what_was_lost_is_cancelled() {
    sandbox(true);
    send(WITNESS);
    long email = send("lost-request@a.example");
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SCHEDULED_EMAIL)
                    .set(SCHEDULED_EMAIL.STATUS, "cancelled")
                    .setNull(SCHEDULED_EMAIL.STATUS_REASON)
                    .setNull(SCHEDULED_EMAIL.FINISHED_AT)
                    .where(SCHEDULED_EMAIL.ID.eq(email))
                    .execute());
    clock.tick(Duration.ofMinutes(31));

    assertThat(proving("sweep").stderr()).contains("doubts proven lost 1");
    assertThat(statuses()).containsExactly("sent", "cancelled");
  }

  private Sandbox sandbox(boolean emailLogs) {
    Sandbox sandbox =
        new Sandbox(
            SandboxSettings.plain(1)
                .withApiKey("SG.x")
                .withReporting(new SandboxSettings.Reporting(emailLogs, 100)),
            clock,
            SendGridSigner.generate(),
            Optional.of((_, _) -> 204));
    listener = Optional.of(SandboxListener.start(sandbox, 0));
    return sandbox;
  }

  /// One email to those people, in one request.
  private long send(String... people) {
    for (String address : people) {
      boolean known =
          db.database()
              .transaction(
                  tx -> tx.dsl().fetchExists(REGISTRATION, REGISTRATION.EMAIL.eq(address)));
      if (!known) {
        rows.registration().with(REGISTRATION.EMAIL, address).insert();
      }
    }
    long email =
        rows.scheduledEmail()
            .with(
                SCHEDULED_EMAIL.FILTER,
                JSONB.valueOf("{\"email\": [\"" + String.join("\", \"", people) + "\"]}"))
            .insert()
            .getId();
    run("send", "--id", Long.toString(email));
    return email;
  }

  private CommandRun.Result run(String... args) {
    return on().run(args);
  }

  private CommandRun.Result proving(String... args) {
    return on().set("send.prove-absence", "on").run(args);
  }

  private String doubts() {
    return proving("inspect", "doubts").stdout();
  }

  private CommandRun on() {
    return CommandRun.on(db)
        .clock(clock)
        .set("sendgrid.api-key", "SG.x")
        .set("sendgrid.url", listener.orElseThrow().url());
  }

  private List<String> statuses() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .select(DELIVERY.STATUS)
                    .from(DELIVERY)
                    .orderBy(DELIVERY.ID)
                    .fetch(DELIVERY.STATUS));
  }

  private List<String> states() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .select(SUBMISSION.STATE)
                    .from(SUBMISSION)
                    .orderBy(SUBMISSION.ID)
                    .fetch(SUBMISSION.STATE));
  }

  private List<String> origins() {
    return db.database()
        .transaction(tx -> tx.dsl().select(ATTEMPT.ORIGIN).from(ATTEMPT).fetch(ATTEMPT.ORIGIN));
  }
}
