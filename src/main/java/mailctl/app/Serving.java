package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mailctl.access.ApiTokens;
import mailctl.access.KnownTokens;
import mailctl.backfill.AbsenceProof;
import mailctl.daemon.Announcement;
import mailctl.daemon.Daemon;
import mailctl.daemon.HookedService;
import mailctl.daemon.NotifySocket;
import mailctl.daemon.PollLoop;
import mailctl.daemon.Schedule;
import mailctl.daemon.Service;
import mailctl.daemon.Waiter;
import mailctl.database.InstallationStore;
import mailctl.delivery.EventPartitions;
import mailctl.http.AdminListener;
import mailctl.http.AdminPage;
import mailctl.http.AdminTokens;
import mailctl.http.BindAddress;
import mailctl.http.Readiness;
import mailctl.metrics.Metrics;
import mailctl.report.DailyReports;

/// What `serve` runs: both listeners, and every loop that a `sweep` would be one turn of. Any
/// number of these run on one database.
public final class Serving {
  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(30);

  private static final Duration DOUBTS_EVERY = Duration.ofMinutes(5);

  private static final Duration REPORTS_EVERY = Duration.ofMinutes(1);

  private final App app;
  private final Consumer<String> say;
  private final Optional<NotifySocket> notify;

  /// `say` tells a person what it does, `notify` the service manager, where there is one.
  public Serving(App app, Consumer<String> say, Optional<NotifySocket> notify) {
    this.app = requireNonNull(app, "app is null");
    this.say = requireNonNull(say, "say is null");
    this.notify = requireNonNull(notify, "notify is null");
  }

  /// Everything made, nothing started. The listeners come first, so that a port that is taken is
  /// noticed before anything is sent; they stop taking work first all the same, and end last.
  ///
  /// @throws mailctl.database.Refusal when the configuration or the database does not allow it
  public Daemon daemon() {
    Waiter sendWaiter = new Waiter();
    Monitoring monitoring = new Monitoring(app);
    Receiving receiving =
        new Receiving(app, sendWaiter::wake, say, monitoring.posts(), monitoring.events());
    List<Service> services = new ArrayList<>();
    services.add(admin(monitoring));
    services.addAll(receiving.services());
    services.addAll(sending(sendWaiter));
    app.absenceProof().ifPresent(proof -> services.add(doubts(proof, sendWaiter)));
    if (app.canSend()) {
      app.dailyReports().map(this::reports).ifPresent(services::add);
    }
    services.add(months());
    services.add(retention());
    notify.map(Announcement::new).ifPresent(services::add);
    return new Daemon(services, app.settings().serve().drain());
  }

  private Service admin(Monitoring monitoring) {
    Settings.AdminSection section = app.settings().admin();
    Readiness readiness =
        new Readiness(
            List.of(
                new Readiness.Check("database", this::databaseProblem),
                new Readiness.Check("schema", this::schemaProblem)));
    AdminListener listener =
        AdminListener.withPages(
            new BindAddress(section.host(), section.port()),
            tokens(section),
            readiness,
            List.of(new AdminPage("/metrics", Metrics.CONTENT_TYPE, monitoring::scrape)));
    return new AdminService(listener, readiness, section.host(), say);
  }

  private AdminTokens tokens(Settings.AdminSection section) {
    ApiTokens tokens = app.apiTokens();
    KnownTokens known = new KnownTokens(tokens::verify);
    Optional<String> configured = section.token().map(Secret::value);
    return new AdminTokens(
        configured, known::scope, () -> configured.isPresent() || tokens.isAnyValid());
  }

  private Optional<String> databaseProblem() {
    app.database().run(tx -> new InstallationStore().read(tx));
    return Optional.empty();
  }

  /// A newer one is none: its changes only add, and whoever is told so goes on until it is
  /// replaced.
  private Optional<String> schemaProblem() {
    app.openedDatabase().checkNotOlder();
    return Optional.empty();
  }

  private List<Service> sending(Waiter sendWaiter) {
    Settings.ServeSection serve = app.settings().serve();
    Sending sending =
        new Sending(
            app.delivery(),
            app.eventFollower(),
            app.fence()::objection,
            app.settings().sweep().limit(),
            serve.sendEvery(),
            app.clock());
    PollLoop upkeep =
        new PollLoop(
            "upkeep",
            () -> sending.upkeep(sendWaiter::wake),
            new Waiter(),
            Schedule.everyAndWhenDue(
                UPKEEP_EVERY, app.delivery().leaseExpiry()::nextAt, app.clock()));
    if (!app.canSend()) {
      say.accept("no SendGrid API key is set: receiving and processing, but nothing is sent");
      return List.of(upkeep);
    }
    app.fence()
        .objection()
        .ifPresent(
            why ->
                say.accept(
                    why.getMessage() + "; receiving and processing go on. Try: " + why.hint()));
    PollLoop send =
        new PollLoop(
            "send",
            sending::sendCheck,
            sendWaiter,
            Schedule.everyAndWhenDue(serve.sendEvery(), sending::nextDue, app.clock()));
    PollLoop retry =
        new PollLoop(
            "retry", sending::retryCheck, new Waiter(), Schedule.every(serve.retryEvery()));
    return List.of(upkeep, HookedService.onDrain(send, sending::stop), retry);
  }

  private static Service doubts(AbsenceProof proof, Waiter sendWaiter) {
    return new PollLoop(
        "doubts",
        () -> {
          AbsenceProof.Pass pass = proof.runOnce();
          if (pass.settled() > 0) {
            sendWaiter.wake();
          }
          return pass.settled() > 0;
        },
        new Waiter(),
        Schedule.every(DOUBTS_EVERY));
  }

  private Service reports(DailyReports reports) {
    return new PollLoop(
        "reports",
        () -> {
          reports.runOnce();
          return false;
        },
        new Waiter(),
        Schedule.everyAndWhenDue(REPORTS_EVERY, reports::nextAt, app.clock()));
  }

  private Service retention() {
    Retention retention = app.retention();
    return new PollLoop(
        "retention", retention::runOnce, new Waiter(), Schedule.every(Duration.ofDays(1)));
  }

  private Service months() {
    EventPartitions partitions = app.eventPartitions();
    return new PollLoop(
        "months",
        () -> {
          partitions.prepare();
          return false;
        },
        new Waiter(),
        Schedule.every(Duration.ofDays(1)));
  }
}
