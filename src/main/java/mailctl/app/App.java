package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mailctl.access.ApiTokens;
import mailctl.access.Audit;
import mailctl.audience.AudienceStore;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.audience.RegistrationImport;
import mailctl.audience.RegistrationStore;
import mailctl.backfill.AbsenceProof;
import mailctl.backfill.Backfill;
import mailctl.backfill.ListSync;
import mailctl.campaign.CampaignImport;
import mailctl.campaign.EventFollower;
import mailctl.campaign.EventUpdate;
import mailctl.campaign.Generation;
import mailctl.campaign.PartialLibrary;
import mailctl.campaign.Schedule;
import mailctl.campaign.ScheduleControl;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.campaign.TemplateStore;
import mailctl.campaign.Templates;
import mailctl.database.AppliedMigration;
import mailctl.database.Database;
import mailctl.database.DatabaseClock;
import mailctl.database.Installation;
import mailctl.database.InstallationStore;
import mailctl.database.OpenDatabase;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.DeliveryFeature;
import mailctl.delivery.EventPartitions;
import mailctl.delivery.HistoryPruning;
import mailctl.delivery.RateBudgets;
import mailctl.delivery.ReceivedEvent;
import mailctl.delivery.UnsubscribeByLink;
import mailctl.delivery.VisitJudge;
import mailctl.doctor.Doctor;
import mailctl.erasure.Erasure;
import mailctl.fence.Fence;
import mailctl.fence.HostMemory;
import mailctl.fence.Place;
import mailctl.fence.Unfencing;
import mailctl.inspect.HealthReports;
import mailctl.inspect.Inspector;
import mailctl.inspect.Radar;
import mailctl.inspect.Recollection;
import mailctl.policy.Policies;
import mailctl.provider.MailProvider;
import mailctl.provider.ObservedMailProvider;
import mailctl.provider.PostParser;
import mailctl.provider.ProviderAccount;
import mailctl.provider.ProviderRecords;
import mailctl.provider.SubmissionListener;
import mailctl.report.DailyReports;
import mailctl.report.ReportMail;
import mailctl.sendgrid.SendGridAccount;
import mailctl.sendgrid.SendGridMailProvider;
import mailctl.sendgrid.SendGridOptOuts;
import mailctl.sendgrid.SendGridPostParser;
import mailctl.sendgrid.SendGridPostWriter;
import mailctl.sendgrid.SendGridRecords;
import mailctl.suppression.ErasureStore;
import mailctl.suppression.SuppressionImport;
import mailctl.suppression.SuppressionStore;
import mailctl.suppression.UnsubscribeToken;
import mailctl.trace.Tracing;
import mailctl.webhook.FoldListener;
import mailctl.webhook.LocalPosts;
import mailctl.webhook.ParkedDesk;
import mailctl.webhook.ParkedEventMatcher;
import mailctl.webhook.ParkedEventStore;
import mailctl.webhook.PostPruning;
import mailctl.webhook.PostReplay;
import mailctl.webhook.ProbePass;
import mailctl.webhook.WebhookPostStore;
import mailctl.webhook.WebhookProcessor;
import mailctl.why.Why;

/// The composition root: the one place that makes services, each when it is first asked for. Knows
/// no terminal. Whoever made it closes it; what was opened is closed in reverse order.
public final class App implements AutoCloseable {
  private static final Duration RADAR_PATIENCE = Duration.ofSeconds(30);

  /// To write down what came of it.
  private static final Duration AFTER_A_CALL = Duration.ofSeconds(30);

  private final Settings settings;
  private final Substitutes substitutes;
  private final Once.Parts parts = new Once.Parts();
  private Consumer<Database> onDatabase = _ -> {};
  private volatile SubmissionListener calls = SubmissionListener.none();
  private volatile Tracing tracing = Tracing.off();

  private final Once<OpenDatabase> open;
  private final Once<Database> database;
  private final Once<InstantSource> clock;
  private final Once<Installation> installation;
  private final Once<HostMemory> hostMemory;
  private final Once<Fence> fence;
  private final Once<MailProvider> provider = parts.part(this::openProvider, MailProvider::close);
  private final Once<Optional<ProviderAccount>> account =
      parts.part(this::openAccount, it -> it.ifPresent(ProviderAccount::close));
  private final Once<DeliveryFeature> delivery = parts.part(this::wireDelivery);

  public App(Settings settings) {
    this(settings, Substitutes.none());
  }

  /// For tests: `substitutes` take the place of parts that would be made.
  public App(Settings settings, Substitutes substitutes) {
    this.settings = requireNonNull(settings, "settings is null");
    this.substitutes = requireNonNull(substitutes, "substitutes is null");
    this.open = parts.part(this::openDatabase, OpenDatabase::close);
    this.database = parts.part(this::checkedDatabase);
    this.clock = parts.part(this::openClock);
    this.installation = parts.part(() -> database().transaction(new InstallationStore()::read));
    this.hostMemory = parts.part(() -> new HostMemory(settings().database().stateDir()));
    this.fence = parts.part(() -> new Fence(database(), hostMemory(), place()));
  }

  private App(App before, Settings settings) {
    this.settings = requireNonNull(settings, "settings is null");
    this.substitutes = before.substitutes;
    this.calls = before.calls;
    this.tracing = before.tracing;
    this.open = before.open;
    this.database = before.database;
    this.clock = before.clock;
    this.installation = before.installation;
    this.hostMemory = before.hostMemory;
    this.fence = before.fence;
  }

  /// On the same open database, for a process that takes over other settings: the database's are
  /// those of this one. To be closed when nothing uses it any more, at the latest before this.
  App withSettings(Settings next) {
    App app = new App(this, next);
    openedDatabase().allow(connections(next));
    parts.closeAlso(app::close);
    return app;
  }

  public Settings settings() {
    return settings;
  }

  /// With a schema that fits; the embedded one is brought there by itself.
  ///
  /// @throws Refusal (CONFIG) when the schema is older or newer than this mailctl
  public Database database() {
    return database.get();
  }

  /// Brings the schema up to date, whatever it is now.
  public List<AppliedMigration> migrate() {
    return open.get().migrate();
  }

  /// For the demo, which may be the first that a server hears of mailctl.
  public void migrateIfEmpty() {
    open.get().migrateIfEmpty();
  }

  /// The database as it is, for whoever keeps a connection or looks at the schema themselves.
  public OpenDatabase openedDatabase() {
    return open.get();
  }

  /// False when to ask the database would mean to start it first.
  public boolean databaseIsThere() {
    return FeatureSettings.database(settings.database()).isThere();
  }

  /// The clock that decides what is due: the database's.
  public InstantSource clock() {
    return clock.get();
  }

  public DeliveryFeature delivery() {
    return delivery.get();
  }

  public OrganizationStore organizations() {
    return new OrganizationStore(database().location());
  }

  public EventStore events() {
    return new EventStore(database().location());
  }

  public RegistrationStore registrations() {
    return new RegistrationStore(database().location());
  }

  public AudienceStore audience() {
    return new AudienceStore();
  }

  public RegistrationImport registrationImport() {
    return new RegistrationImport();
  }

  public SuppressionStore suppressions() {
    return new SuppressionStore();
  }

  /// Which bounces, drops and complaints suppress an address.
  public Policies policies() {
    return new Policies(database(), clock(), suppressions());
  }

  public ErasureStore erasures() {
    return new ErasureStore();
  }

  /// Forgets people.
  public Erasure erasure() {
    return new Erasure(database(), clock(), postParser(), suppressions());
  }

  public SuppressionImport suppressionImport() {
    return new SuppressionImport(suppressions());
  }

  /// Read models for people.
  public Inspector inspector() {
    return new Inspector(database(), clock());
  }

  /// Why an address got mail, or did not.
  public Why why() {
    return new Why(database(), inspector());
  }

  /// How mail fared in a time.
  public HealthReports healthReports() {
    return new HealthReports(database(), clock(), FeatureSettings.radar(settings.radar()));
  }

  /// What mails reports, and knows in whose zone their days are.
  public ReportMail reportMail() {
    Settings.ReportSection report = settings.report();
    return new ReportMail(database(), provider, report.mailFrom(), report.timeZone());
  }

  /// What mails the report of each day, where that is wanted.
  public Optional<DailyReports> dailyReports() {
    Settings.ReportSection report = settings.report();
    return report
        .dailyAt()
        .map(
            at ->
                new DailyReports(
                    database(),
                    clock(),
                    healthReports(),
                    reportMail(),
                    new DailyReports.Plan(
                        at, report.mailTo(), settings.sendgrid().timeout().plus(AFTER_A_CALL)),
                    fence()::objection));
  }

  /// How fast all processes together may send.
  public RateBudgets rateBudgets() {
    return new RateBudgets(clock());
  }

  /// What the provider owes us of accepted messages.
  public Radar radar() {
    return new Radar(database(), clock(), FeatureSettings.radar(settings.radar()));
  }

  /// Looks whether the set-up works. Reaches for the database when it examines, not before.
  public Doctor doctor() {
    return new Examination(this, account).doctor(parts.part(() -> radar().state(RADAR_PATIENCE)));
  }

  /// SendGrid's settings of our account.
  public ProviderAccount providerAccount() {
    return account.get().orElseThrow(App::noApiKey);
  }

  /// Where SendGrid posts to.
  public URI webhookUrl() {
    return URI.create(publicUrl() + "/webhooks/sendgrid");
  }

  private String publicUrl() {
    return settings.publicListener().url().toString().replaceAll("/+$", "");
  }

  /// What a probe of this installation shows.
  public ProbePass probePass() {
    return new ProbePass(installation.get().secret());
  }

  private Optional<ProviderAccount> openAccount() {
    return apiKey()
        .map(
            key ->
                new SendGridAccount(
                    FeatureSettings.sendGrid(settings, key), InstantSource.system()));
  }

  /// Asks SendGrid for what its webhook did not bring.
  public Backfill backfill() {
    return new Backfill(
        database(),
        clock(),
        this::openRecords,
        new SendGridPostWriter(),
        postParser(),
        delivery().eventApplication()::apply,
        installation().id());
  }

  /// Brings our suppressions and SendGrid's lists together.
  public ListSync listSync() {
    return new ListSync(
        database(),
        clock(),
        this::openRecords,
        () -> new SendGridOptOuts(FeatureSettings.sendGrid(settings, requireApiKey()), clock()),
        suppressions());
  }

  /// What settles doubts by the provider's logs; empty when that is off, or there is no key.
  public Optional<AbsenceProof> absenceProof() {
    Settings.DoubtSection doubt = settings.doubt();
    return doubt.proveAbsence() && apiKey().isPresent()
        ? Optional.of(
            new AbsenceProof(delivery().loggedDoubts(), this::openRecords, doubt.after(), clock()))
        : Optional.empty();
  }

  private ProviderRecords openRecords() {
    return new SendGridRecords(FeatureSettings.sendGrid(settings, requireApiKey()), clock());
  }

  public ScheduledEmailStore scheduledEmails() {
    return new ScheduledEmailStore();
  }

  public TemplateStore templates() {
    return new TemplateStore();
  }

  /// What people do to templates.
  public Templates templateWork() {
    return new Templates(clock());
  }

  public Generation generation() {
    return new Generation(clock(), database().location(), events(), organizations());
  }

  /// The pieces that an organization's templates share.
  public PartialLibrary partials() {
    return new PartialLibrary(clock());
  }

  public Schedule schedule() {
    return new Schedule(
        clock(), database().location(), events(), organizations(), delivery().queuedDeliveries());
  }

  public ScheduleControl scheduleControl() {
    return new ScheduleControl(
        clock(),
        settings.sweep().maxLateness(),
        database().location(),
        events(),
        organizations(),
        delivery().queuedDeliveries());
  }

  public EventUpdate eventUpdate() {
    return new EventUpdate(
        clock(),
        settings.sweep().maxLateness(),
        database().location(),
        events(),
        organizations(),
        delivery().queuedDeliveries());
  }

  public EventFollower eventFollower() {
    return new EventFollower(database(), eventUpdate());
  }

  public CampaignImport campaignImport() {
    return new CampaignImport(clock(), organizations(), events(), eventUpdate(), schedule());
  }

  /// How the provider's webhook posts are read.
  public PostParser postParser() {
    return new SendGridPostParser();
  }

  public WebhookPostStore webhookPosts() {
    return new WebhookPostStore();
  }

  public ParkedEventStore parkedEvents() {
    return new ParkedEventStore();
  }

  public WebhookProcessor webhookProcessor() {
    return webhookProcessor(FoldListener.none());
  }

  /// `listener` hears what came.
  public WebhookProcessor webhookProcessor(FoldListener listener) {
    return new WebhookProcessor(
        database(), postParser(), this::fold, webhookPosts(), parkedEvents(), clock(), listener);
  }

  private AppliedEvents fold(Tx tx, List<ReceivedEvent> events) {
    try (Tracing.Span span = tracing.begin(Tracing.Side.INSIDE, "inbox.fold")) {
      AppliedEvents applied = delivery().eventApplication().apply(tx, events);
      span.put("mailctl.events", events.size()).put("mailctl.applied", applied.applied());
      return applied;
    }
  }

  public ParkedEventMatcher parkedEventMatcher() {
    return new ParkedEventMatcher(
        database(), postParser(), delivery().eventApplication()::apply, parkedEvents(), clock());
  }

  public LocalPosts localPosts() {
    return new LocalPosts(database(), webhookPosts(), clock());
  }

  public PostReplay postReplay() {
    return new PostReplay(
        database(),
        postParser(),
        delivery().watchedApplication()::apply,
        webhookPosts(),
        parkedEvents(),
        clock());
  }

  /// Who tells machines from people.
  public VisitJudge visitJudge() {
    return FeatureSettings.visits(settings.visits());
  }

  /// What was known of a delivery at some time.
  public Recollection recollection() {
    return new Recollections(delivery().retrospect());
  }

  /// What stands behind the unsubscribe links that we send.
  public UnsubscribeByLink unsubscribeByLink() {
    return new UnsubscribeByLink(
        database(), new UnsubscribeToken(installation.get().secret()), suppressions(), clock());
  }

  /// Which installation the database belongs to.
  public Installation installation() {
    return installation.get();
  }

  private HostMemory hostMemory() {
    return hostMemory.get();
  }

  /// What keeps a copied database from mailing.
  public Fence fence() {
    return fence.get();
  }

  public Unfencing unfencing() {
    return new Unfencing(database(), hostMemory(), place(), clock());
  }

  private Optional<String> place() {
    return database().location().embedded()
        ? Place.of(settings.database().stateDir().resolve("data"))
        : Optional.empty();
  }

  public EventPartitions eventPartitions() {
    return new EventPartitions(database(), clock());
  }

  public ParkedDesk parkedDesk() {
    return new ParkedDesk(clock());
  }

  public PostPruning postPruning() {
    return new PostPruning(database());
  }

  public HistoryPruning historyPruning() {
    return new HistoryPruning(database(), clock());
  }

  public Retention retention() {
    return new Retention(postPruning(), historyPruning(), settings.retention(), clock());
  }

  public Sweep sweep() {
    return new Sweep(
        delivery(),
        eventFollower(),
        webhookProcessor(),
        parkedEventMatcher(),
        eventPartitions(),
        retention(),
        absenceProof(),
        this::requireProvider);
  }

  @Override
  public void close() {
    parts.close();
  }

  private OpenDatabase openDatabase() {
    return OpenDatabase.open(FeatureSettings.database(settings.database()), connections(settings));
  }

  /// Every call in flight may be settling, beside the receiving and processing side.
  private static int connections(Settings settings) {
    return settings.send().concurrency() + settings.webhook().workers() + 16;
  }

  private Database checkedDatabase() {
    open.get().check();
    Database checked = open.get().database();
    onDatabase.accept(checked);
    return checked;
  }

  /// `hears` gets the database when it is first asked for, before whoever asks. Before that.
  public void onDatabase(Consumer<Database> hears) {
    onDatabase = requireNonNull(hears, "hears is null");
  }

  /// Who did what.
  public Audit audit() {
    return new Audit(database());
  }

  /// The tokens of the admin listener.
  public ApiTokens apiTokens() {
    return new ApiTokens(database(), clock());
  }

  /// Where spans go. Before the first of them.
  public void traceBy(Tracing spans) {
    tracing = requireNonNull(spans, "spans is null");
  }

  public Tracing tracing() {
    return tracing;
  }

  private InstantSource openClock() {
    return substitutes.clock().orElseGet(() -> new DatabaseClock(database()));
  }

  /// From now on `listener` hears what comes of each request. Before the first of them.
  void watchCalls(SubmissionListener listener) {
    calls = requireNonNull(listener, "listener is null");
  }

  private MailProvider openProvider() {
    return new ObservedMailProvider(new TracedMailProvider(plainProvider(), tracing), calls);
  }

  private MailProvider plainProvider() {
    if (substitutes.provider().isPresent()) {
      return substitutes.provider().get();
    }
    return new SendGridMailProvider(FeatureSettings.sendGrid(settings, requireApiKey()), clock());
  }

  private Secret requireApiKey() {
    return apiKey().orElseThrow(App::noApiKey);
  }

  private static Refusal noApiKey() {
    return new Refusal(
        Refusal.Kind.CONFIG,
        "no SendGrid API key is set",
        "set SENDGRID_API_KEY or sendgrid.api-key-file; or use the sandbox: mailctl help sandbox");
  }

  private DeliveryFeature wireDelivery() {
    UnsubscribeToken token = new UnsubscribeToken(installation.get().secret());
    String base = publicUrl();
    return new DeliveryFeature(
        new DeliveryFeature.Needs(
            database(),
            clock(),
            installation.get(),
            new LazyMailProvider(provider),
            FeatureSettings.retry(settings.retry()),
            FeatureSettings.send(settings),
            settings.sweep().maxLateness(),
            settings.send().maxWait(),
            Thread::sleep,
            delivery -> base + "/unsubscribe/" + token.make(delivery.value()),
            new SecureRandom(),
            visitJudge()),
        new FencePermit(fence()),
        FeatureSettings.canary(settings.canary()),
        FeatureSettings.pace(settings.pace()));
  }

  /// Whether something can be sent at all, before anything is planned: a missing key is told at
  /// once, and so is a database that is a copy.
  public void requireProvider() {
    provider.get();
    fence().start();
  }

  /// Whether anything can be sent: with a key, or with what a test put in its place.
  public boolean canSend() {
    return substitutes.provider().isPresent() || apiKey().isPresent();
  }

  /// For those who only need to know whether it is set.
  public Optional<Secret> apiKey() {
    return settings.sendgrid().apiKey();
  }
}
