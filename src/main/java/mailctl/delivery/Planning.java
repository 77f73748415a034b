package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.audience.RecipientFilter;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmail;
import mailctl.database.NotYet;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// The first step of sending: in one transaction, under the email's lock, one delivery for every
/// member of the audience. From here on the content is frozen and the audience counted.
final class Planning {
  private final Emails emails;
  private final PlanStore store;
  private final Canaries canaries;
  private final Experiments experiments;

  Planning(Emails emails, PlanStore store, Canaries canaries, Experiments experiments) {
    this.emails = requireNonNull(emails, "emails is null");
    this.store = requireNonNull(store, "store is null");
    this.canaries = requireNonNull(canaries, "canaries is null");
    this.experiments = requireNonNull(experiments, "experiments is null");
  }

  /// Plans for everybody; the email goes from scheduled, held or paused to sending.
  ///
  /// @param canary the share that goes out first, by a person's wish
  /// @return how many deliveries are new
  /// @throws Refusal (DATA) when the content or the filter cannot be read, (CONFLICT) when it is in
  ///   no state to be sent to everybody; the transaction must not be kept then
  int everybody(Tx tx, EmailInPlace locked, Optional<Share> canary, Instant now) {
    boolean inTwoSteps = canaries.isWanted(canary);
    int planned = insert(tx, locked, Optional.empty(), now, inTwoSteps ? NotYet.TIME : now);
    if (inTwoSteps) {
      canaries.begin(tx, locked.email().id(), canary, now);
    }
    experiments.begin(tx, locked, now);
    if (!emails.store().markSending(tx, locked.email().id(), now)) {
      ScheduledEmail email = locked.email();
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "scheduled email " + email.id() + " (" + email.name() + ") is " + email.standing(),
          "mailctl schedule show " + email.id());
    }
    return planned;
  }

  /// The deliveries that `everybody` would make, in a transaction that is not kept.
  void rehearse(Tx tx, EmailInPlace locked, Instant now) {
    insert(tx, locked, Optional.empty(), now, now);
  }

  /// Plans for one member of the audience and leaves the email scheduled for the rest. 0 when the
  /// filter does not select them, or when they were planned before.
  int one(Tx tx, EmailInPlace locked, RegistrationId registration, Instant now) {
    int planned = insert(tx, locked, Optional.of(registration), now, now);
    if (planned > 0) {
      emails.store().markStarted(tx, locked.email().id(), now);
    }
    return planned;
  }

  private int insert(
      Tx tx, EmailInPlace locked, Optional<RegistrationId> only, Instant now, Instant due) {
    ScheduledEmail email = locked.email();
    Contents.of(locked);
    emails.freeze(tx, email);
    return store.plan(
        tx,
        email.id(),
        email.event(),
        RecipientFilter.ofJson(email.filter()),
        only,
        experiments.assignment(tx, locked),
        now,
        due);
  }
}
