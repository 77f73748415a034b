package mailctl.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.backfill.SourceReport.State;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.ReceivedEvent;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderRecords;
import mailctl.sendgrid.SendGridPostParser;
import mailctl.sendgrid.SendGridPostWriter;
import mailctl.support.SettableClock;
import mailctl.support.StoredPosts;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import mailctl.webhook.InboxListener;
import mailctl.webhook.WebhookPostInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BackfillTest {
  private static final Instant NOW = TestRows.NOW;

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final List<String> asked = new ArrayList<>();
  private final List<ProviderRecords.ListEntry> bounces = new ArrayList<>();
  private ProviderRecords.Answer<ProviderRecords.LoggedMessage> log =
      new ProviderRecords.Answer.NotOffered<>("no logs here");
  private boolean firstPageIsUnreadable;
  private int duplicates;
  private TestRows rows;

  @BeforeEach
  void openRows() {
    rows = TestRows.in(db.database());
  }

  /// What a test says that it is.
  private final class Records implements ProviderRecords {
    @Override
    public Answer<ListEntry> suppressions(
        SuppressionList list, Instant since, Instant until, int page) {
      asked.add(list + " " + page);
      if (list != SuppressionList.BOUNCES) {
        return new Answer.Found<>(List.of(), false);
      }
      return firstPageIsUnreadable && page == 0
          ? new Answer.Found<>(List.of(), true)
          : new Answer.Found<>(bounces, false);
    }

    @Override
    public Answer<LoggedMessage> messages(Instant since, Instant until) {
      asked.add("log");
      return log;
    }

    public Answer<LoggedMessage> messagesTo(String address, Instant since, Instant until) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public Answer<ProviderEvent> events(LoggedMessage message) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public void close() {}
  }

  @Test
  void when_one_source_breaks_off_the_others_are_not_asked() {
    log = new ProviderRecords.Answer.Failed<>(false, "down");

    Backfill.Report report = run(Backfill.Source.ALL);

    assertThat(asked).containsExactly("log");
    assertThat(report.sources())
        .extracting(SourceReport::state)
        .containsExactly(
            State.FAILED,
            State.NOT_ASKED,
            State.NOT_ASKED,
            State.NOT_ASKED,
            State.NOT_ASKED,
            State.NOT_ASKED);
  }

  @Test
  void a_log_that_is_not_offered_is_no_reason_not_to_ask_the_lists() {
    assertThat(run(Backfill.Source.ALL).sources())
        .extracting(SourceReport::state)
        .containsExactly(
            State.NOT_OFFERED, State.DONE, State.DONE, State.DONE, State.DONE, State.DONE);
  }

  @Test
  void without_since_it_goes_back_three_to_thirty_days() {
    assertThat(run(Backfill.Source.ALL).since()).isEqualTo(NOW.minus(Duration.ofDays(3)));

    owed("kim@a.example", NOW.minus(Duration.ofDays(10)));
    assertThat(run(Backfill.Source.ALL).since())
        .isBetween(
            NOW.minus(Duration.ofDays(10)).minus(Duration.ofHours(1)),
            NOW.minus(Duration.ofDays(10)));

    owed("lee@a.example", NOW.minus(Duration.ofDays(90)));
    assertThat(run(Backfill.Source.ALL).since()).isEqualTo(NOW.minus(Duration.ofDays(30)));
  }

  @Test
  void a_page_without_anything_readable_is_not_the_last() {
    firstPageIsUnreadable = true;
    bounces.add(bounce("stranger@b.example"));

    SourceReport report = run(Backfill.Source.SUPPRESSIONS).sources().getFirst();

    assertThat(asked).startsWith("BOUNCES 0", "BOUNCES 1", "BLOCKS 0");
    assertThat(report.foreign()).isEqualTo(1);
  }

  @Test
  void what_was_applied_before_is_known() {
    owed("kim@a.example", NOW.minusSeconds(60));
    bounces.add(bounce("kim@a.example"));
    duplicates = 1;

    SourceReport report = run(Backfill.Source.SUPPRESSIONS).sources().getFirst();

    assertThat(report.applied()).isZero();
    assertThat(report.known()).isEqualTo(1);
  }

  @Test
  void only_what_was_applied_is_kept_and_others_hear_of_it() throws Exception {
    List<ProviderEvent> events = new ArrayList<>();
    for (String name : List.of("ada", "bob", "cyd")) {
      events.add(
          ListEvents.event(bounce(name + "@a.example"), Optional.of("i.1." + events.size())));
    }
    Evidence evidence =
        new Evidence(
            db.database(),
            new SendGridPostWriter(),
            new SendGridPostParser(),
            (_, received) -> new AppliedEvents(2, 0, 0, 0, List.of(unapplied(received.get(1)))),
            SettableClock.at(NOW.toString()));

    AtomicInteger heard = new AtomicInteger();
    try (InboxListener listener =
        new InboxListener(db.dataSource(), heard::incrementAndGet, Duration.ofMillis(300))) {
      listener.runOnce();
      heard.set(0);
      evidence.run(true, tx -> evidence.apply(tx, events));
      listener.runOnce();
      assertThat(heard).hasValue(0);

      evidence.run(false, tx -> evidence.apply(tx, events));
      listener.runOnce();
      assertThat(heard).hasValue(1);
    }
    StoredPosts posts = new StoredPosts(db.database());
    WebhookPostInfo post = posts.newestFirst().getFirst();
    assertThat(post.events()).hasValue(2);
    assertThat(new String(posts.body(post.id()), UTF_8))
        .contains("ada@a.example", "cyd@a.example")
        .doesNotContain("bob@a.example");
  }

  private static AppliedEvents.Unapplied unapplied(ReceivedEvent event) {
    return new AppliedEvents.Unapplied(event, AppliedEvents.Reason.UNKNOWN_DELIVERY, "nobody's");
  }

  private Backfill.Report run(Backfill.Source source) {
    return new Backfill(
            db.database(),
            SettableClock.at(NOW.toString()),
            Records::new,
            new SendGridPostWriter(),
            new SendGridPostParser(),
            (_, received) -> new AppliedEvents(0, duplicates, 0, 0, List.of()),
            "i")
        .run(Optional.empty(), Optional.empty(), source, false);
  }

  private static ProviderRecords.ListEntry bounce(String email) {
    return new ProviderRecords.ListEntry(
        ProviderRecords.SuppressionList.BOUNCES, email, NOW.minusSeconds(10), "550 no", "5.1.1");
  }

  private void owed(String email, Instant acceptedAt) {
    long scheduled = rows.scheduledEmail().insert().getId();
    long delivery = rows.delivery(scheduled, email, "sent").insert().getId();
    AttemptRecord attempt = rows.attempt(delivery).insert();
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SUBMISSION)
                    .set(SUBMISSION.CALLED_AT, acceptedAt)
                    .set(SUBMISSION.CLAIMED_AT, acceptedAt)
                    .where(SUBMISSION.ID.eq(attempt.getSubmissionId()))
                    .execute());
  }
}
