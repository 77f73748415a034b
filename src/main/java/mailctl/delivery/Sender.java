package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
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
  private final ClaimStore claims;
  private final Claiming claiming;
  private final CallStart start;
  private final Acceptance acceptance;
  private final SubmissionStore submissions;
  private final Parcels parcels;
  private final MailProvider provider;
  private final Settlement settlement;
  private final Gate gate;
  private final SendSettings settings;
  private final InstantSource clock;
  private final Semaphore slots;

  Sender(
      Database database,
      ClaimStore claims,
      Claiming claiming,
      CallStart start,
      Acceptance acceptance,
      SubmissionStore submissions,
      Parcels parcels,
      MailProvider provider,
      Settlement settlement,
      Gate gate,
      SendSettings settings,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.claiming = requireNonNull(claiming, "claiming is null");
    this.start = requireNonNull(start, "start is null");
    this.acceptance = requireNonNull(acceptance, "acceptance is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.parcels = requireNonNull(parcels, "parcels is null");
    this.provider = requireNonNull(provider, "provider is null");
    this.settlement = requireNonNull(settlement, "settlement is null");
    this.gate = requireNonNull(gate, "gate is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.slots = new Semaphore(settings.concurrency(), true);
  }

  /// Does one claim's worth of work, if the gate lets it.
  ///
  /// @param over whether to call no more: what is claimed by then goes back
  Step step(EmailInPlace email, Lanes lanes, BooleanSupplier over) {
    return switch (gate.admit(settings.batchSize(), lanes)) {
      case Admission.Go admission -> new Step.Done(send(email, lanes, over, admission));
      case Admission.Nothing _ -> new Step.Nothing();
      // Whoever has nothing to send need not wait for it.
      case Admission.Wait _, Admission.Closed _ when !lanes.isAnyDue(() -> isAnyDue(email)) ->
          new Step.Nothing();
      case Admission.Wait wait -> new Step.Wait(wait.time(), wait.domainsAlone());
      case Admission.Closed closed -> new Step.Done(Dispatched.halted(closed.halt()));
    };
  }

  private boolean isAnyDue(EmailInPlace email) {
    return database.transaction(
        tx ->
            claims
                .nextBatchLimit(
                    tx,
                    email.email().id(),
                    clock.instant(),
                    settings.batchSize(),
                    Lane.EVERYBODY,
                    ClaimStore.Place.START)
                .isPresent());
  }

  private Dispatched send(
      EmailInPlace email, Lanes lanes, BooleanSupplier over, Admission.Go admission) {
    try (Passage passage = new Passage(gate, admission)) {
      return send(email, lanes, over, admission, passage);
    }
  }

  private Dispatched send(
      EmailInPlace email,
      Lanes lanes,
      BooleanSupplier over,
      Admission.Go admission,
      Passage passage) {
    long age = lanes.age();
    Claim claim = claiming.claim(email.email().id(), admission);
    passage.claimed(claim.submission().map(submission -> submission.attempts().size()).orElse(0));
    if (claim.isEmpty()) {
      lanes.nothingDueIn(admission.lane(), age);
      return Dispatched.NOTHING;
    }
    Dispatched done = Dispatched.skipped(claim.skipped());
    if (claim.submission().isEmpty()) {
      return done;
    }
    Claim.Submission submission = claim.submission().get();
    List<Parcel> packed = parcels.pack(email, submission.attempts(), claim.registrations());
    for (int i = 0; i < packed.size(); i++) {
      Parcel parcel = packed.get(i);
      if (done.halt().isPresent() || over.getAsBoolean()) {
        giveBack(submission);
        break;
      }
      boolean isLast = i == packed.size() - 1;
      Claim.Submission own = isLast ? keepRest(submission, parcel) : splitOff(submission, parcel);
      done = done.plus(call(own, parcel, lanes, over, passage));
    }
    return done;
  }

  /// What is left of a claim, for whoever comes next, instead of when its lease is over.
  private void giveBack(Claim.Submission submission) {
    database.run(tx -> settlement.giveBack(tx, submission, clock.instant()));
    LOG.info("submission={} state=returned cause=stopped", submission.id());
  }

  private Claim.Submission splitOff(Claim.Submission submission, Parcel parcel) {
    List<Long> attempts = parcel.attempts().stream().map(Claim.Attempt::id).toList();
    SubmissionId id =
        database.transaction(tx -> submissions.splitOff(tx, submission.id(), attempts));
    return new Claim.Submission(id, submission.token(), parcel.attempts());
  }

  private static Claim.Submission keepRest(Claim.Submission submission, Parcel parcel) {
    return new Claim.Submission(submission.id(), submission.token(), parcel.attempts());
  }

  private Dispatched call(
      Claim.Submission submission,
      Parcel parcel,
      Lanes lanes,
      BooleanSupplier over,
      Passage passage) {
    slots.acquireUninterruptibly();
    Optional<SubmissionOutcome> answer;
    boolean stopped;
    try {
      stopped = over.getAsBoolean();
      answer = stopped ? Optional.empty() : call(submission, parcel, passage);
    } finally {
      slots.release();
    }
    if (stopped) {
      giveBack(submission);
      return Dispatched.NOTHING;
    }
    if (answer.isEmpty()) {
      LOG.warn("submission={} state=lost reason=lease", submission.id());
      return Dispatched.NOTHING;
    }
    SubmissionOutcome outcome = answer.get();
    try {
      settle(submission, outcome);
    } finally {
      passage.report(outcome);
    }
    if (outcome instanceof SubmissionOutcome.Rejected) {
      lanes.forget();
    }
    log(submission, outcome);
    return Dispatched.of(outcome, submission.attempts().size(), PAUSE);
  }

  private Optional<SubmissionOutcome> call(
      Claim.Submission submission, Parcel parcel, Passage passage) {
    if (!start.begin(submission, parcel.installation())) {
      return Optional.empty();
    }
    passage.calls(submission.attempts().size());
    return Optional.of(provider.submit(parcel.request()));
  }

  private void settle(Claim.Submission submission, SubmissionOutcome outcome) {
    if (outcome instanceof SubmissionOutcome.Accepted accepted
        && acceptance.settle(submission, accepted)) {
      return;
    }
    database.run(tx -> settlement.settle(tx, submission, outcome, clock.instant(), PAUSE));
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
