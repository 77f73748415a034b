package mailctl.delivery;

import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.delivery.Doubts.Word;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.jooq.JSONB;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A person's word about a doubt and the provider's events, in any order: what was proven is never
/// sent again, and as long as nothing went out in between the end is the same.
final class DoubtOrderTest {
  private static final long SEED = 20_261_124;
  private static final int PEOPLE = 3;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private int emails;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), SendingFixture.PATIENT);
  }

  @Test
  void whether_the_word_or_the_event_came_first_the_rows_are_the_same() {
    for (Word word : Word.values()) {
      for (int kind = 0; kind < 6; kind++) {
        ScheduledEmailId wordFirst = inDoubt();
        assertThat(settle(wordFirst, word)).isInstanceOf(Doubts.Result.Settled.class);
        sending.apply(event(wordFirst, 0, kind));
        sending.feature.dispatch().email(wordFirst);

        ScheduledEmailId eventFirst = inDoubt();
        sending.apply(event(eventFirst, 0, kind));
        assertThat(settle(eventFirst, word)).isInstanceOf(Doubts.Result.Refused.class);
        sending.feature.dispatch().email(eventFirst);

        assertThat(rows(wordFirst)).as("%s, event %d", word, kind).isEqualTo(rows(eventFirst));
      }
    }
  }

  @Test
  void in_any_order_of_events_words_and_passes_nobody_is_sent_to_after_the_proof() {
    int doubles = 0;
    for (int round = 0; round < 60; round++) {
      Random random = new Random(SEED + round);
      ScheduledEmailId email = inDoubt();
      Word word = Word.values()[random.nextInt(3)];
      List<String> steps = new ArrayList<>(List.of("word", "event", "event", "pass", "pass"));
      Collections.shuffle(steps, random);
      boolean proven = false;
      int before = 0;
      for (String step : steps) {
        before = attempts(email);
        switch (step) {
          case "word" -> settle(email, word);
          case "event" -> {
            sending.apply(event(email, random.nextInt(PEOPLE), random.nextInt(6)));
            proven = true;
          }
          default -> sending.feature.dispatch().email(email);
        }
        if (proven) {
          assertThat(attempts(email)).as("round %d %s: %s", round, word, steps).isEqualTo(before);
        }
      }
      sending.feature.finish().finish(email);
      boolean resent = attempts(email) > PEOPLE;
      doubles += resent ? 1 : 0;
      String named = "round %d %s: %s".formatted(round, word, steps);
      assertThat(resent && word != Word.RESEND).as(named).isFalse();
      assertThat(attempts(email)).as(named).isEqualTo(resent ? 2 * PEOPLE : PEOPLE);
      assertThat(sending.statuses(email)).as(named).doesNotContain("in_doubt", "queued", "sending");
      assertThat(sending.emailStatus(email)).as(named).isEqualTo("sent");
    }
    assertThat(doubles).isPositive();
  }

  private ScheduledEmailId inDoubt() {
    sending.clock.set(TestRows.NOW);
    emails++;
    List<String> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add("p" + i + "-" + emails + "@example.org");
      sending.rows.registration().with(REGISTRATION.EMAIL, people.getLast()).insert();
    }
    ScheduledEmailId email =
        new ScheduledEmailId(
            sending
                .rows
                .scheduledEmail()
                .with(
                    SCHEDULED_EMAIL.FILTER,
                    JSONB.valueOf("{\"email\": [\"" + String.join("\", \"", people) + "\"]}"))
                .insert()
                .getId());
    sending.provider.answer(new SubmissionOutcome.InDoubt("reset"));
    sending.send(email);
    sending.provider.answer(_ -> sending.provider.accept());
    sending.clock.tick(Duration.ofMinutes(10));
    return email;
  }

  private Doubts.Result settle(ScheduledEmailId email, Word word) {
    long id =
        sending.read(
            tx ->
                tx.dsl()
                    .fetchSingle(
                        "select min(id) from submission where scheduled_email_id = " + email)
                    .get(0, Long.class));
    return db.database()
        .transaction(
            tx ->
                sending
                    .feature
                    .doubts()
                    .settle(tx, new SubmissionId(id), new Doubts.Statement(word, "kim", "")));
  }

  private ProviderEvent event(ScheduledEmailId email, int person, int kind) {
    Instant at = TestRows.NOW.plusSeconds(60);
    DeliveryRecord delivery = sending.deliveries(email).get(person);
    ProviderEvent.Origin origin = sending.origin(delivery, 1, at);
    return switch (kind) {
      case 0 -> new ProviderEvent.Processed(origin);
      case 1 -> new ProviderEvent.Deferred(origin, "421 later", "1");
      case 2 -> new ProviderEvent.Delivered(origin, "250 OK");
      case 3 -> new ProviderEvent.Blocked(origin, BounceClass.TECHNICAL, "4.0.0", "later");
      case 4 -> new ProviderEvent.Dropped(origin, DropCause.BOUNCED_ADDRESS, "Bounced Address");
      default -> new ProviderEvent.Bounced(origin, BounceClass.INVALID_ADDRESS, "5.1.1", "unknown");
    };
  }

  private int attempts(ScheduledEmailId email) {
    return sending.deliveries(email).stream().mapToInt(DeliveryRecord::getAttempts).sum();
  }

  private List<String> rows(ScheduledEmailId email) {
    return sending.deliveries(email).stream()
        .map(
            row ->
                "%s %s %s %s %s %d"
                    .formatted(
                        row.getStatus(),
                        row.getStatusAt(),
                        row.getDueAt(),
                        row.getBlockClass(),
                        row.getReason(),
                        row.getAttempts()))
        .toList();
  }
}
