package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.audience.RegistrationStore;
import mailctl.campaign.ClaimDoorStore;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.provider.MailProvider;
import mailctl.provider.SubmissionOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claim, call, settle: one submission of one email at a time. Any number of these may run at once,
/// in this process and in others; the database sees to it that none sends what another has claimed.
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  /// Where nobody told us how long to wait.
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Database database;
  private final Permit permit;
  private final ClaimDoorStore door = new ClaimDoorStore();
  private final ClaimStore claims;
  private final SubmissionStore submissions;
  private final RegistrationStore registrations;
  private final Parcels parcels;
  private final MailProvider provider;
  private final Settlement settlement;
  private final Gate gate;
  private final SendSettings settings;
  private final InstantSource clock;

  Sender(
      Database database,
      Permit permit,
      ClaimStore claims,
      SubmissionStore submissions,
      RegistrationStore registrations,
      Parcels parcels,
      MailProvider provider,
      Settlement settlement,
      Gate gate,
      SendSettings settings,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.permit = requireNonNull(permit, "permit is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.registrations = requireNonNull(registrations, "registrations is null");
    this.parcels = requireNonNull(parcels, "parcels is null");
    this.provider = requireNonNull(provider, "provider is null");
    this.settlement = requireNonNull(settlement, "settlement is null");
    this.gate = requireNonNull(gate, "gate is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Does one claim's worth of work, if the gate lets it. What is claimed goes back without having
  /// been called when `stopping` comes true.
  Step step(EmailInPlace email, Lanes lanes, BooleanSupplier stopping) {
    return switch (gate.admit(settings.batchSize(), lanes)) {
      case Admission.Go admission -> new Step.Done(send(email, lanes, admission, stopping));
      case Admission.Nothing _ -> new Step.Nothing();
      // Whoever has nothing to send need not wait for it.
      case Admission.Wait _, Admission.Closed _ when !isAnyDue(email) -> new Step.Nothing();
      case Admission.Wait wait -> new Step.Wait(wait.time(), wait.domainsAlone());
      case Admission.Closed closed -> new Step.Done(Dispatched.halted(closed.halt()));
    };
  }

  private boolean isAnyDue(EmailInPlace email) {
    return database.transaction(
        tx ->
            claims
                .nextBatchLimit(
                    tx, email.email().id(), clock.instant(), settings.batchSize(), Lane.EVERYBODY)
                .isPresent());
  }

  private Dispatched send(
      EmailInPlace email, Lanes lanes, Admission.Go admission, BooleanSupplier stopping) {
    long age = lanes.age();
    Claim claim = claim(email.email().id(), admission);
    gate.claimed(
        admission, claim.submission().map(submission -> submission.attempts().size()).orElse(0));
    if (claim.isEmpty()) {
      lanes.nothingDueIn(admission.lane(), age);
      return Dispatched.NOTHING;
    }
    Dispatched done = Dispatched.skipped(claim.skipped());
    if (claim.submission().isEmpty()) {
      return done;
    }
    Claim.Submission submission = claim.submission().get();
    List<Parcel> packed = parcels.pack(email, submission.attempts(), registrationsOf(submission));
    for (int i = 0; i < packed.size(); i++) {
      if (stopping.getAsBoolean() || done.halt().isPresent()) {
        giveBack(submission, packed.subList(i, packed.size()));
        break;
      }
      Parcel parcel = packed.get(i);
      boolean isLast = i == packed.size() - 1;
      Claim.Submission own = isLast ? keepRest(submission, parcel) : splitOff(submission, parcel);
      done = done.plus(call(own, parcel, lanes, admission));
    }
    return done;
  }

  private Claim claim(ScheduledEmailId email, Admission.Go admission) {
    return database.transaction(
        tx -> {
          permit.require(tx);
          door.enter(tx, email);
          Instant now = clock.instant();
          Optional<Integer> limit =
              claims.nextBatchLimit(tx, email, now, settings.batchSize(), admission.lane());
          return limit.isEmpty()
              ? new Claim(Optional.empty(), 0)
              : claims.claim(
                  tx,
                  email,
                  now,
                  settings.lease(),
                  settings.batchSize(),
                  limit.get(),
                  Math.min(limit.get(), admission.recipients()),
                  admission.lane());
        });
  }

  private Map<RegistrationId, Registration> registrationsOf(Claim.Submission submission) {
    return database.transaction(
        tx ->
            registrations.findAll(
                tx,
                submission.attempts().stream()
                    .map(Claim.Attempt::registration)
                    .collect(Collectors.toSet())));
  }

  private Claim.Submission splitOff(Claim.Submission submission, Parcel parcel) {
    List<Long> attempts = parcel.attempts().stream().map(Claim.Attempt::id).toList();
    SubmissionId id =
        database.transaction(tx -> submissions.splitOff(tx, submission.id(), attempts));
    return new Claim.Submission(id, submission.token(), parcel.attempts());
  }

  /// What is left of a claim, for whoever comes next, instead of when its lease is over.
  private void giveBack(Claim.Submission submission, List<Parcel> rest) {
    List<Claim.Attempt> attempts =
        rest.stream().flatMap(parcel -> parcel.attempts().stream()).toList();
    Claim.Submission left = new Claim.Submission(submission.id(), submission.token(), attempts);
    database.run(tx -> settlement.giveBack(tx, left, clock.instant()));
    LOG.info("submission={} state=returned recipients={}", left.id(), attempts.size());
  }

  private static Claim.Submission keepRest(Claim.Submission submission, Parcel parcel) {
    return new Claim.Submission(submission.id(), submission.token(), parcel.attempts());
  }

  private Dispatched call(
      Claim.Submission submission, Parcel parcel, Lanes lanes, Admission.Go admission) {
    boolean ours =
        database.transaction(
            tx -> {
              Instant now = clock.instant();
              return submissions.beginCall(
                  tx, submission.id(), submission.token(), now, now.plus(settings.callLease()));
            });
    if (!ours) {
      LOG.warn("submission={} state=lost reason=lease", submission.id());
      return Dispatched.NOTHING;
    }
    SubmissionOutcome outcome = provider.submit(parcel.request());
    database.run(tx -> settlement.settle(tx, submission, outcome, clock.instant(), PAUSE));
    gate.report(admission, outcome);
    if (outcome instanceof SubmissionOutcome.Rejected) {
      lanes.forget();
    }
    log(submission, outcome);
    return tally(outcome, submission.attempts().size());
  }

  private static Dispatched tally(SubmissionOutcome outcome, int recipients) {
    return switch (outcome) {
      case SubmissionOutcome.Accepted _ -> new Dispatched(recipients, 0, 0, 0, Optional.empty());
      case SubmissionOutcome.Rejected rejected ->
          new Dispatched(0, recipients == 1 ? 1 : rejected.named().size(), 0, 0, Optional.empty());
      case SubmissionOutcome.InDoubt _ -> new Dispatched(0, 0, recipients, 0, Optional.empty());
      case SubmissionOutcome.Returned returned ->
          new Dispatched(
              0,
              0,
              0,
              0,
              Optional.of(
                  new Halt(
                      returned.cause(), returned.words(), returned.retryAfter().orElse(PAUSE))));
    };
  }

  private static void log(Claim.Submission submission, SubmissionOutcome outcome) {
    int recipients = submission.attempts().size();
    switch (outcome) {
      case SubmissionOutcome.Accepted accepted ->
          LOG.info(
              "submission={} state=accepted recipients={} message_id={}",
              submission.id(),
              recipients,
              accepted.messageId().orElse("none"));
      case SubmissionOutcome.Returned returned ->
          LOG.warn(
              "submission={} state=returned recipients={} cause={} words=\"{}\"",
              submission.id(),
              recipients,
              returned.cause(),
              returned.words());
      case SubmissionOutcome.Rejected rejected ->
          LOG.warn(
              "submission={} state=rejected recipients={} named={} words=\"{}\"",
              submission.id(),
              recipients,
              rejected.named().size(),
              rejected.words());
      case SubmissionOutcome.InDoubt doubt ->
          LOG.warn(
              "submission={} state=in_doubt recipients={} words=\"{}\"",
              submission.id(),
              recipients,
              doubt.words());
    }
  }
}
