package mailctl.backfill;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.DOUBT_INQUIRY;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Installation;
import mailctl.database.InstallationStore;
import mailctl.delivery.DeliveryFeature;
import mailctl.delivery.RetryPolicy;
import mailctl.delivery.SendSettings;
import mailctl.delivery.VisitJudge;
import mailctl.fence.HostMemory;
import mailctl.fence.Unfencing;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderRecords;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Answers of the logs that are not whole, and messages that may be ours or not: none of them
/// proves anything.
final class AbsenceProofTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private final RecordingProvider provider = new RecordingProvider();
  private final Logs logs = new Logs();
  private DeliveryFeature delivery;
  private Installation installation;
  private TestRows rows;
  private long doubtful;

  @BeforeEach
  void open() {
    rows = TestRows.in(db.database());
    installation = db.database().transaction(new InstallationStore()::read);
    delivery =
        new DeliveryFeature(
            new DeliveryFeature.Needs(
                db.database(),
                clock,
                installation,
                provider,
                new RetryPolicy(Map.of(), Duration.ZERO),
                new SendSettings(10, 1, Duration.ofSeconds(30), Duration.ofSeconds(20)),
                Duration.ofDays(7),
                Duration.ZERO,
                clock::tick,
                id -> "https://mail.example.org/unsubscribe/" + id,
                new Random(1),
                VisitJudge.USUAL));
    rows.registration().insert();
    send();
    logs.known("message-1", logs.address(1));
    provider.answer(new SubmissionOutcome.InDoubt("reset"));
    doubtful = send();
    clock.tick(Duration.ofMinutes(40));
  }

  @Test
  void a_log_that_knows_the_witness_and_nothing_else_proves_it_lost() {
    assertThat(pass()).isEqualTo(new AbsenceProof.Pass(0, 1, 0));
    assertThat(status()).isEqualTo("queued");
    assertThat(logs.closed).isEqualTo(1);
  }

  @Test
  void a_message_with_our_reference_proves_it_taken() {
    logs.known("message-x", logs.address(doubtful), installation.id() + "." + doubtful + ".1");

    assertThat(pass()).isEqualTo(new AbsenceProof.Pass(1, 0, 0));
    assertThat(status()).isEqualTo("sent");
  }

  @Test
  void so_does_one_with_the_reference_that_it_carried_before_the_database_was_unfenced() {
    logs.known("message-x", logs.address(doubtful), installation.id() + "." + doubtful + ".1");
    new Unfencing(db.database(), new HostMemory(folder), Optional.empty(), clock)
        .unfence("kim", "", true);

    assertThat(pass()).isEqualTo(new AbsenceProof.Pass(1, 0, 0));
  }

  @Test
  void another_message_to_the_same_address_is_other_mail() {
    logs.known("newsletter", logs.address(doubtful), "zzzzzzzz.77.1");

    assertThat(pass()).isEqualTo(new AbsenceProof.Pass(0, 1, 0));
  }

  @Test
  void a_message_that_may_be_ours_leaves_it_in_doubt() {
    logs.known("unnamed", logs.address(doubtful));
    assertThat(left()).contains("unnamed").contains("may be of it, or not");

    again();
    logs.known("former", logs.address(doubtful), "zzzzzzzz." + doubtful + ".1");
    assertThat(left()).contains("may be of it, or not");
  }

  @Test
  void an_answer_that_is_not_whole_leaves_it_in_doubt() {
    logs.more = true;
    assertThat(left()).contains("more on one recipient");

    again();
    logs.more = false;
    logs.answer = _ -> Optional.of(new ProviderRecords.Answer.Failed<>(false, "502"));
    assertThat(left()).isEqualTo("the log did not answer: 502");

    again();
    logs.answer =
        address ->
            address.equals(logs.address(doubtful).toLowerCase(Locale.ROOT))
                ? Optional.of(new ProviderRecords.Answer.NotOffered<>("forbidden"))
                : Optional.empty();
    assertThat(left()).contains("forbidden");
  }

  @Test
  void what_a_person_settled_meanwhile_stays_as_it_is() {
    logs.answer =
        _ -> {
          db.database()
              .run(
                  tx ->
                      tx.dsl()
                          .update(SUBMISSION)
                          .set(SUBMISSION.STATE, "given_up")
                          .where(SUBMISSION.STATE.eq("in_doubt"))
                          .execute());
          return Optional.empty();
        };

    assertThat(pass()).isEqualTo(AbsenceProof.Pass.NOTHING);
    int givenUp =
        db.database()
            .transaction(tx -> tx.dsl().fetchCount(SUBMISSION, SUBMISSION.STATE.eq("given_up")));
    assertThat(givenUp).isEqualTo(1);
  }

  /// The delivery of one email to the one person.
  private long send() {
    ScheduledEmailId email = new ScheduledEmailId(rows.scheduledEmail().insert().getId());
    delivery.sendNow().send(email, Optional.empty());
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .fetchSingle(DELIVERY, DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
                    .getId());
  }

  private AbsenceProof.Pass pass() {
    return new AbsenceProof(delivery.loggedDoubts(), () -> logs, Duration.ofMinutes(30), clock)
        .runOnce();
  }

  private String left() {
    assertThat(pass()).isEqualTo(new AbsenceProof.Pass(0, 0, 1));
    assertThat(status()).isEqualTo("in_doubt");
    return db.database().transaction(tx -> tx.dsl().fetchSingle(DOUBT_INQUIRY).getWords());
  }

  private void again() {
    logs.forget("unnamed");
    clock.tick(Duration.ofMinutes(31));
  }

  private String status() {
    return db.database()
        .transaction(tx -> tx.dsl().fetchSingle(DELIVERY, DELIVERY.ID.eq(doubtful)).getStatus());
  }

  /// Logs whose every answer a test decides.
  private final class Logs implements ProviderRecords {
    private record Entry(LoggedMessage message, List<String> references) {}

    private final List<Entry> entries = new ArrayList<>();
    private Function<String, Optional<Answer<LoggedMessage>>> answer = _ -> Optional.empty();
    private boolean more;
    private int closed;

    String address(long id) {
      return db.database()
          .transaction(tx -> tx.dsl().fetchSingle(DELIVERY, DELIVERY.ID.eq(id)).getEmail());
    }

    void known(String messageId, String email, String... references) {
      entries.add(
          new Entry(
              new LoggedMessage(messageId + ".1", Optional.of(messageId), email),
              List.of(references)));
    }

    void forget(String messageId) {
      entries.removeIf(entry -> entry.message().messageId().equals(Optional.of(messageId)));
    }

    @Override
    public Answer<LoggedMessage> messagesTo(String address, Instant since, Instant until) {
      assertThat(since).isBeforeOrEqualTo(TestRows.NOW);
      assertThat(until).isAfter(clock.instant());
      return answer
          .apply(address)
          .orElseGet(
              () ->
                  new Answer.Found<>(
                      entries.stream()
                          .map(Entry::message)
                          .filter(message -> message.email().equalsIgnoreCase(address))
                          .toList(),
                      more));
    }

    @Override
    public Answer<ProviderEvent> events(LoggedMessage message) {
      List<ProviderEvent> events = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry.message().equals(message)) {
          for (String reference : entry.references()) {
            events.add(
                new ProviderEvent.Processed(
                    new ProviderEvent.Origin(
                        clock.instant(),
                        message.email(),
                        Optional.of(reference),
                        message.messageId(),
                        Optional.empty(),
                        Optional.of(message.fullId()))));
          }
        }
      }
      return new Answer.Found<>(events, false);
    }

    @Override
    public Answer<ListEntry> suppressions(
        SuppressionList list, Instant since, Instant until, int offset) {
      throw new IllegalStateException("not asked");
    }

    @Override
    public Answer<LoggedMessage> messages(Instant since, Instant until) {
      throw new IllegalStateException("not asked");
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
