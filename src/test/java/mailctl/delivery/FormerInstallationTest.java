package mailctl.delivery;

import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.InstallationStore;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.fence.HostMemory;
import mailctl.fence.Unfencing;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Events of a database that was given another installation id.
final class FormerInstallationTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database());
  }

  @Test
  void events_of_what_was_sent_under_the_former_id_still_find_their_delivery() {
    ScheduledEmailId email = sent();
    unfence();
    SendingFixture later = new SendingFixture(db.database());

    AppliedEvents applied = apply(later, delivered(email));

    assertThat(applied.applied()).isEqualTo(1);
    assertThat(later.statuses(email)).containsExactly("delivered");
  }

  @Test
  void events_of_what_the_original_sends_later_under_that_id_are_anothers() {
    unfence();
    SendingFixture copy = new SendingFixture(db.database());
    ScheduledEmailId email = copy.emailTo(1);
    copy.send(email);

    AppliedEvents applied = apply(copy, delivered(email));

    assertThat(applied.otherInstallation()).isEqualTo(1);
    assertThat(sending.statuses(email)).containsExactly("sent");
  }

  @Test
  void what_the_original_called_after_the_copy_was_made_is_anothers() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.feature.dueEmails().runOnce(1);
    sending.provider.answer(
        _ ->
            new SubmissionOutcome.Returned(
                ReturnCause.NOT_CONNECTED, "connection refused", Optional.empty()));
    sending.send(email);
    // As a copy finds it that was made between claim and call, when the lease is over.
    sending.read(tx -> tx.dsl().update(SUBMISSION).setNull(SUBMISSION.INSTALLATION).execute());
    unfence();

    assertThat(apply(sending, delivered(email)).otherInstallation()).isEqualTo(1);
    assertThat(sending.statuses(email)).containsExactly("queued");
  }

  @Test
  void what_was_sent_before_the_id_was_written_down_is_ours_until_it_changed() {
    ScheduledEmailId early = sent();
    sending.clock.tick(Duration.ofSeconds(1));
    unfence();
    sending.clock.tick(Duration.ofMinutes(1));
    ScheduledEmailId late = sent();
    sending.read(tx -> tx.dsl().update(SUBMISSION).setNull(SUBMISSION.INSTALLATION).execute());

    assertThat(apply(sending, delivered(early)).applied()).isEqualTo(1);
    assertThat(apply(sending, delivered(late)).otherInstallation()).isEqualTo(1);
  }

  @Test
  void what_a_process_sends_that_has_not_heard_of_the_new_id_is_ours() {
    unfence();
    sending.clock.tick(Duration.ofMinutes(10));
    ScheduledEmailId email = sent();

    assertThat(apply(sending, delivered(email)).applied()).isEqualTo(1);
    assertThat(sending.statuses(email)).containsExactly("delivered");
  }

  @Test
  void a_process_that_was_running_knows_the_new_id_when_it_comes() {
    unfence();
    ScheduledEmailId email = sent();
    SendingFixture newcomer = new SendingFixture(db.database());

    ProviderEvent event =
        new ProviderEvent.Delivered(
            newcomer.origin(
                sending.deliveries(email).getFirst(), 1, sending.clock.instant().plusSeconds(1)),
            "250 OK");

    assertThat(newcomer.installation.id()).isNotEqualTo(sending.installation.id());
    assertThat(apply(sending, event).applied()).isEqualTo(1);
    assertThat(sending.statuses(email)).containsExactly("delivered");
  }

  @Test
  void an_id_that_never_was_ours_stays_anothers() {
    ScheduledEmailId email = sent();
    DeliveryRecord delivery = sending.deliveries(email).getFirst();
    ProviderEvent foreign =
        new ProviderEvent.Delivered(
            new ProviderEvent.Origin(
                sending.clock.instant(),
                delivery.getEmail(),
                Optional.of("zzzzzzzz." + delivery.getId() + ".1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            "250 OK");

    assertThat(apply(sending, foreign).otherInstallation()).isEqualTo(1);
  }

  private ScheduledEmailId sent() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.send(email);
    return email;
  }

  /// As the process that was running before sees it: under the id that it had.
  private ProviderEvent delivered(ScheduledEmailId email) {
    return new ProviderEvent.Delivered(
        sending.origin(
            sending.deliveries(email).getFirst(), 1, sending.clock.instant().plusSeconds(1)),
        "250 OK");
  }

  private static AppliedEvents apply(SendingFixture process, ProviderEvent event) {
    return process.apply(event);
  }

  private void unfence() {
    String before = sending.read(new InstallationStore()::read).id();
    new Unfencing(db.database(), new HostMemory(folder), Optional.empty(), sending.clock)
        .unfence("kim", "", true);
    assertThat(sending.read(new InstallationStore()::read).id()).isNotEqualTo(before);
  }
}
