package mailctl.delivery;

import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.campaign.Deliveries;
import mailctl.campaign.ScheduleChange;
import mailctl.campaign.ScheduleControl;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.support.TestDatabase;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Emails so large, in pieces of three, that their deliveries are cancelled a piece at a time.
final class CancellingTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private Cancelling cancelling;
  private ScheduleControl control;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), SendingFixture.PATIENT);
    cancelling =
        new Cancelling(
            db.database(),
            new CancelStore(),
            new Refold(new DeliveryFold(FoldFixture.EXACT), new FoldStore()),
            sending.clock,
            3);
    control =
        new ScheduleControl(
            sending.clock,
            Duration.ofDays(7),
            db.database().location(),
            new EventStore(db.database().location()),
            new OrganizationStore(db.database().location()),
            deliveries());
  }

  @Test
  void from_the_persons_word_on_nobody_is_claimed_though_not_all_are_marked() {
    ScheduledEmailId email = planned(20);

    ScheduleChange change = cancel(email);

    assertThat(change.cancelledDeliveries()).isEqualTo(20);
    assertThat(sending.emailStatus(email)).isEqualTo("cancelled");
    assertThat(with(email, "cancelled")).hasSize(3);
    assertThat(sending.sweep()).isEmpty();
    assertThat(sending.provider.requests()).isEmpty();
    // As verify sees it meanwhile.
    balances();
  }

  @Test
  void the_rest_follows_a_piece_at_a_time() {
    ScheduledEmailId email = planned(20);
    cancel(email);

    cancelling.carryOut(email);

    assertThat(sending.statuses(email)).hasSize(20).containsOnly("cancelled");
    assertThat(isOpen(email)).isFalse();
    balances();
  }

  @Test
  void whoever_dies_between_two_pieces_leaves_the_rest_to_the_next_pass() {
    ScheduledEmailId email = planned(20);
    cancel(email);
    long seventh = sending.deliveries(email).get(6).getId();
    refuseToCancel(seventh);

    assertThatThrownBy(() -> cancelling.carryOut(email)).isInstanceOf(DataAccessException.class);

    assertThat(with(email, "cancelled")).hasSize(6);
    assertThat(isOpen(email)).isTrue();
    db.database().run(tx -> tx.dsl().execute("drop trigger refuse on delivery"));

    assertThat(cancelling.runOnce()).isEqualTo(1);

    assertThat(sending.statuses(email)).containsOnly("cancelled");
    assertThat(cancelling.runOnce()).isZero();
    balances();
  }

  @Test
  void a_usual_pass_carries_it_out() {
    ScheduledEmailId email = planned(20);
    cancel(email);

    sending.feature.cancelling().runOnce();

    assertThat(sending.statuses(email)).containsOnly("cancelled");
  }

  @Test
  void the_retries_of_an_email_that_is_over_are_all_cancelled_at_once() {
    ScheduledEmailId email = sending.emailTo(20);
    sending.send(email);
    List<DeliveryRecord> all = sending.deliveries(email);
    all.subList(12, 20).forEach(each -> sending.apply(blocked(each)));

    ScheduleChange change = cancel(email);

    assertThat(change.cancelledDeliveries()).isEqualTo(8);
    assertThat(with(email, "cancelled")).hasSize(8);
    assertThat(isOpen(email)).isTrue();
    cancelling.carryOut(email);
    all.subList(0, 12).forEach(each -> sending.apply(blocked(each)));
    assertThat(sending.statuses(email)).containsOnly("cancelled");
    sending.clock.tick(Duration.ofDays(2));
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(20);
    balances();
  }

  @Test
  void what_a_person_wishes_for_after_that_is_left_alone() {
    ScheduledEmailId email = sending.emailTo(20);
    sending.send(email);
    List<DeliveryRecord> all = sending.deliveries(email);
    all.subList(0, 19).forEach(each -> sending.apply(blocked(each)));
    sending.apply(blocked(all.getLast(), BounceClass.CONTENT));
    assertThat(with(email, "failed")).hasSize(1);
    cancel(email);
    sending.clock.tick(Duration.ofSeconds(1));
    DeliveryId wished = new DeliveryId(all.getLast().getId());
    sending.read(tx -> sending.feature.resend().request(tx, wished, Optional.empty(), false));

    cancelling.carryOut(email);

    assertThat(with(email, "queued")).hasSize(1);
    assertThat(with(email, "cancelled")).hasSize(19);
  }

  @Test
  void small_emails_are_cancelled_in_one_piece() {
    ScheduledEmailId email = planned(2);

    cancel(email);

    assertThat(sending.statuses(email)).containsOnly("cancelled");
    assertThat(isOpen(email)).isFalse();
  }

  private ScheduledEmailId planned(int people) {
    ScheduledEmailId email = sending.emailTo(people);
    sending.feature.dueEmails().runOnce(1);
    return email;
  }

  private ScheduleChange cancel(ScheduledEmailId email) {
    return sending.read(tx -> control.cancel(tx, email, "kim"));
  }

  private List<DeliveryRecord> with(ScheduledEmailId email, String status) {
    return sending.deliveries(email).stream()
        .filter(each -> each.getStatus().equals(status))
        .toList();
  }

  private boolean isOpen(ScheduledEmailId email) {
    return sending
            .read(tx -> tx.dsl().fetchSingle(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(email.value())))
            .getCancellingSince()
        != null;
  }

  private void refuseToCancel(long delivery) {
    db.database()
        .run(
            tx -> {
              tx.dsl()
                  .execute(
                      """
                      create function refuse() returns trigger language plpgsql as
                      'begin raise exception ''refused''; end'
                      """);
              tx.dsl()
                  .execute(
                      "create trigger refuse before update on delivery for each row when (old.id = "
                          + delivery
                          + ") execute function refuse()");
            });
  }

  private void balances() {
    List<BrokenLaw> broken = new ArrayList<>();
    sending
        .feature
        .ledger()
        .verify(new Rebuild.Scope.All(), 5, books -> broken.addAll(books.broken()));
    assertThat(broken).isEmpty();
  }

  private ProviderEvent blocked(DeliveryRecord delivery) {
    return blocked(delivery, BounceClass.TECHNICAL);
  }

  private ProviderEvent blocked(DeliveryRecord delivery, BounceClass why) {
    return new ProviderEvent.Blocked(
        sending.origin(delivery, 1, sending.clock.instant()), why, "4.0.0", "later");
  }

  private Deliveries deliveries() {
    return new QueuedDeliveries(new QueueStore(), cancelling, sending.feature.canaries());
  }
}
