package mailctl.delivery;

import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.BounceClass;
import mailctl.provider.MailRequest;
import mailctl.provider.ProviderEvent;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TwoAtOnceTest {
  private static final SendSettings SETTINGS =
      new SendSettings(7, 3, Duration.ofSeconds(30), Duration.ofSeconds(20));

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), SETTINGS);
  }

  @Test
  void three_senders_of_one_email_send_each_recipient_exactly_once() throws Exception {
    ScheduledEmailId email = sending.emailTo(300);

    atOnce(
        List.of(
            () -> sending.send(email),
            () -> sweep(sending.feature(SETTINGS)),
            () -> sweep(sending.feature(SETTINGS))));
    sending.sweep();

    assertThat(sending.provider.recipients()).hasSize(300).doesNotHaveDuplicates();
    assertThat(sending.statuses(email)).hasSize(300).containsOnly("sent");
    assertThat(sending.submissionStates()).containsOnly("accepted");
  }

  @Test
  void a_retry_due_in_two_processes_is_made_once() throws Exception {
    ScheduledEmailId email = sending.emailTo(50);
    sending.send(email);
    for (DeliveryRecord delivery : sending.deliveries(email)) {
      sending.apply(blocked(delivery));
    }
    sending.clock.tick(Duration.ofHours(1));

    atOnce(
        List.of(
            () -> sweep(sending.feature(SETTINGS)),
            () -> sweep(sending.feature(SETTINGS)),
            () -> sweep(sending.feature(SETTINGS))));

    assertThat(sending.provider.recipients()).hasSize(100);
    assertThat(sending.statuses(email)).containsOnly("sent");
  }

  @Test
  void events_that_arrive_while_their_call_is_under_way_lose_nothing() throws Exception {
    ScheduledEmailId email = sending.emailTo(200);
    sending.provider.answer(
        request -> {
          report(request);
          return sending.provider.accept();
        });

    atOnce(List.of(() -> sending.send(email), () -> sweep(sending.feature(SETTINGS))));

    assertThat(sending.statuses(email)).hasSize(200).containsOnly("delivered");
  }

  @Test
  void a_process_that_died_while_calling_leaves_doubts_and_one_that_died_before_loses_nothing() {
    ScheduledEmailId email = sending.emailTo(20);
    sending.provider.answer(
        _ -> {
          if (sending.provider.requests().size() == 2) {
            throw new IllegalStateException("killed in mid call");
          }
          return sending.provider.accept();
        });
    try {
      sending.send(email);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed in mid call");
    }
    sending.provider.answer(_ -> sending.provider.accept());
    sending.sweep();
    assertThat(sending.statuses(email)).contains("sending");

    sending.clock.tick(Duration.ofMinutes(2));
    sending.sweep();

    assertThat(sending.statuses(email)).containsOnly("sent", "in_doubt");
    assertThat(sending.provider.recipients()).hasSize(20).doesNotHaveDuplicates();
    long doubtful =
        sending.read(tx -> (long) tx.dsl().fetchCount(SUBMISSION, SUBMISSION.STATE.eq("in_doubt")));
    assertThat(doubtful).isEqualTo(1);
  }

  private void report(MailRequest request) {
    for (MailRequest.Recipient recipient : request.recipients()) {
      String reference = recipient.customArgs().get("mailctl_ref");
      sending.apply(
          new ProviderEvent.Delivered(
              new ProviderEvent.Origin(
                  sending.clock.instant(),
                  recipient.to().address(),
                  java.util.Optional.ofNullable(reference),
                  java.util.Optional.empty(),
                  java.util.Optional.empty(),
                  java.util.Optional.empty()),
              "250 OK"));
    }
  }

  private void sweep(DeliveryFeature process) {
    process.dueEmails().runOnce(100);
    process.dispatch().everythingDue();
    process.finish().runOnce();
  }

  private ProviderEvent blocked(DeliveryRecord delivery) {
    return new ProviderEvent.Blocked(
        sending.origin(delivery, 1, sending.clock.instant()),
        BounceClass.TECHNICAL,
        "4.0.0",
        "later");
  }

  private static void atOnce(List<Runnable> tasks) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<?>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(pool.submit(task)));
      for (Future<?> each : running) {
        each.get();
      }
    }
  }
}
