package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import mailctl.audience.AudienceStore;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.audience.RegistrationStore;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.database.BreakableWork;
import mailctl.database.Database;
import mailctl.database.Installation;
import mailctl.provider.MailProvider;
import mailctl.suppression.SuppressionStore;

/// What this package offers, wired: its parts are its own business.
public final class DeliveryFeature {
  /// What it needs from outside.
  ///
  /// @param maxLateness how late an email may be before it waits for a person
  /// @param maxWait the longest that `send` waits for a provider that asks for patience
  /// @param unsubscribeLinks the link for each delivery
  /// @param random for tags; need not be secret, must not be guessable
  public record Needs(
      Database database,
      InstantSource clock,
      Installation installation,
      MailProvider provider,
      RetryPolicy retryPolicy,
      SendSettings sendSettings,
      Duration maxLateness,
      Duration maxWait,
      SendNow.Wait waiting,
      Function<DeliveryId, String> unsubscribeLinks,
      RandomGenerator random,
      VisitJudge visitJudge) {
    public Needs {
      requireNonNull(database, "database is null");
      requireNonNull(clock, "clock is null");
      requireNonNull(installation, "installation is null");
      requireNonNull(provider, "provider is null");
      requireNonNull(retryPolicy, "retryPolicy is null");
      requireNonNull(sendSettings, "sendSettings is null");
      requireNonNull(maxLateness, "maxLateness is null");
      requireNonNull(maxWait, "maxWait is null");
      requireNonNull(waiting, "waiting is null");
      requireNonNull(unsubscribeLinks, "unsubscribeLinks is null");
      requireNonNull(random, "random is null");
      requireNonNull(visitJudge, "visitJudge is null");
    }
  }

  private final RetryPolicy retryPolicy;
  private final Canaries canaries;
  private final Experiments experiments;
  private final Happenings happenings;
  private final DueEmails dueEmails;
  private final Dispatch dispatch;
  private final SendNow sendNow;
  private final EmailFinish finish;
  private final LeaseExpiry leaseExpiry;
  private final Resend resend;
  private final Doubts doubts;
  private final LoggedDoubts loggedDoubts;
  private final EventApplication eventApplication;
  private final WatchedApplication watchedApplication;
  private final Rebuild rebuild;
  private final Ledger ledger;
  private final Retrospect retrospect;
  private final Cancelling cancelling;
  private final QueuedDeliveries queuedDeliveries;
  private final NextWork nextWork;
  private final Database database;
  private final ProgressStore progress;
  private final DueWork dueWork;
  private final Preview preview;
  private final SendPlans sendPlans;
  private final TestCopy testCopy;

  /// May always send, without canaries and with the usual pace.
  public DeliveryFeature(Needs needs) {
    this(needs, Permit.always(needs.installation().id()), CanaryPolicy.OFF, PacePolicy.DEFAULT);
  }

  public DeliveryFeature(
      Needs needs, Permit permit, CanaryPolicy canaryPolicy, PacePolicy pacePolicy) {
    requireNonNull(permit, "permit is null");
    this.database = needs.database();
    InstantSource clock = needs.clock();
    ScheduledEmailStore emailStore = new ScheduledEmailStore();
    SubmissionStore submissions = new SubmissionStore();
    ClaimStore claims = new ClaimStore();
    this.progress = new ProgressStore();
    RegistrationStore registrations = new RegistrationStore(database.location());
    DeliveryFold fold = new DeliveryFold(needs.retryPolicy());
    FoldStore foldStore = new FoldStore();
    Refold refold = new Refold(fold, foldStore);
    EvidenceStore evidence = new EvidenceStore();
    EventMeaning meaning = new EventMeaning(needs.visitJudge());
    EventMatcher matcher = new EventMatcher(new MatchStore());
    TravelStore travel = new TravelStore();
    HistoryReadStore history = new HistoryReadStore();
    Emails emails =
        new Emails(
            emailStore,
            new EventStore(database.location()),
            new OrganizationStore(database.location()),
            database.location());
    AudienceStore audience = new AudienceStore();
    DomainPace pace = new DomainPace(database, new PaceStore(), pacePolicy, clock);
    this.retryPolicy = needs.retryPolicy();
    this.canaries =
        new Canaries(database, emailStore, new CanaryStore(), canaryPolicy, clock, Canaries.CHUNK);
    this.experiments =
        new Experiments(
            database, emails, new TrialStore(), new CanaryStore(), clock, Experiments.CHUNK);
    Planning planning = new Planning(emails, new PlanStore(audience), canaries, experiments);
    this.sendPlans =
        new SendPlans(
            database,
            emails,
            planning,
            audience,
            registrations,
            new PlanFingerprints(needs.installation().secret()),
            clock);
    Membership membership = new Membership(audience, registrations);
    Parcels parcels = new Parcels(permit::installation, needs.unsubscribeLinks(), needs.random());
    SendSettings sendSettings = needs.sendSettings();
    ContentStore contents = new ContentStore();
    HappeningStore happeningStore = new HappeningStore(audience);
    this.happenings = new Happenings(database, emails, happeningStore, contents, clock);
    Sender sender =
        new Sender(
            database,
            claims,
            new Claiming(database, permit, claims, registrations, sendSettings, clock),
            new CallStart(database, submissions, sendSettings, clock),
            new Acceptance(database, new AcceptStore(), refold, sendSettings, clock),
            submissions,
            new FrozenContents(database, contents),
            parcels,
            needs.provider(),
            new Settlement(submissions, refold, evidence),
            new Gate(database, new GateStore(), sendSettings, clock),
            sendSettings,
            clock);
    this.finish = new EmailFinish(database, emailStore, progress, clock);
    BreakableWork breakable = new BreakableWork(database);
    this.dueEmails =
        new DueEmails(database, breakable, emails, planning, sendPlans, needs.maxLateness(), clock);
    this.dispatch =
        new Dispatch(
            database, claims, emails, sender, finish, pace, needs.sendSettings(), clock, breakable);
    this.sendNow =
        new SendNow(
            database,
            breakable,
            emails,
            planning,
            sendPlans,
            membership,
            dispatch,
            canaries,
            experiments,
            progress,
            claims,
            needs.maxWait(),
            needs.waiting(),
            clock);
    this.leaseExpiry = new LeaseExpiry(database, submissions, refold, clock);
    this.resend = new Resend(new ResendStore(), refold, clock);
    this.eventApplication =
        new EventApplication(
            matcher,
            new HistoryStore(),
            meaning,
            submissions,
            refold,
            new SuppressionStore(),
            evidence,
            pace);
    DoubtStore doubtStore = new DoubtStore();
    DoubtSettlement doubtSettlement =
        new DoubtSettlement(doubtStore, submissions, foldStore, refold, evidence);
    this.doubts = new Doubts(doubtStore, doubtSettlement, evidence, finish, clock);
    this.loggedDoubts = new LoggedDoubts(database, doubtStore, doubtSettlement, finish, clock);
    this.watchedApplication =
        new WatchedApplication(eventApplication, matcher, submissions, foldStore, travel);
    this.rebuild = new Rebuild(database, foldStore, travel, history, meaning, fold);
    this.ledger = new Ledger(database, new LedgerStore(), rebuild, clock);
    this.retrospect = new Retrospect(foldStore, travel, history, meaning, fold);
    this.cancelling = new Cancelling(database, new CancelStore(), refold, clock, Cancelling.CHUNK);
    this.queuedDeliveries = new QueuedDeliveries(new QueueStore(), cancelling, canaries);
    this.nextWork = new NextWork(database, emailStore, claims, submissions, happeningStore);
    this.dueWork = new DueWork(database, emails, dueEmails, sendPlans, claims, audience, clock);
    this.preview = new Preview(emails, membership, parcels);
    this.testCopy = new TestCopy(database, emails, preview, permit, needs.provider());
  }

  public RetryPolicy retryPolicy() {
    return retryPolicy;
  }

  public Canaries canaries() {
    return canaries;
  }

  public Experiments experiments() {
    return experiments;
  }

  public Happenings happenings() {
    return happenings;
  }

  public DueEmails dueEmails() {
    return dueEmails;
  }

  public Dispatch dispatch() {
    return dispatch;
  }

  public SendNow sendNow() {
    return sendNow;
  }

  public EmailFinish finish() {
    return finish;
  }

  public LeaseExpiry leaseExpiry() {
    return leaseExpiry;
  }

  public Resend resend() {
    return resend;
  }

  public Doubts doubts() {
    return doubts;
  }

  public LoggedDoubts loggedDoubts() {
    return loggedDoubts;
  }

  public EventApplication eventApplication() {
    return eventApplication;
  }

  public WatchedApplication watchedApplication() {
    return watchedApplication;
  }

  public Rebuild rebuild() {
    return rebuild;
  }

  public Ledger ledger() {
    return ledger;
  }

  public Retrospect retrospect() {
    return retrospect;
  }

  public Cancelling cancelling() {
    return cancelling;
  }

  public QueuedDeliveries queuedDeliveries() {
    return queuedDeliveries;
  }

  public NextWork nextWork() {
    return nextWork;
  }

  public DueWork dueWork() {
    return dueWork;
  }

  /// How far that email is, wherever it is being sent.
  public ProgressWatch watch(ScheduledEmailId email) {
    return new ProgressWatch(
        () -> database.transaction(tx -> RunProgress.of(progress.progress(tx, email))),
        dispatch::soFar,
        System::nanoTime);
  }

  /// How far this process is with everything that is due.
  public ProgressWatch watch() {
    return new ProgressWatch(
        () -> RunProgress.of(dispatch.soFar(), dueWork.waiting()),
        dispatch::soFar,
        System::nanoTime);
  }

  public Preview preview() {
    return preview;
  }

  public SendPlans sendPlans() {
    return sendPlans;
  }

  public TestCopy testCopy() {
    return testCopy;
  }
}
