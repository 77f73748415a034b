package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import mailctl.backfill.AbsenceProof;
import mailctl.daemon.Announcement;
import mailctl.daemon.Daemon;
import mailctl.daemon.HookedService;
import mailctl.daemon.NotifySocket;
import mailctl.daemon.PollLoop;
import mailctl.daemon.Schedule;
import mailctl.daemon.Service;
import mailctl.daemon.Waiter;
import mailctl.delivery.EventPartitions;
import mailctl.log.LogSteering;
import mailctl.report.DailyReports;

/// What `serve` runs: both listeners, and every loop that a `sweep` would be one turn of. Any
/// number of these run on one database.
public final class Serving {
  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(30);

  private static final Duration DOUBTS_EVERY = Duration.ofMinutes(5);

  private static final Duration REPORTS_EVERY = Duration.ofMinutes(1);

  private final App app;
  private final Live live;
  private final Consumer<String> say;
  private final Optional<NotifySocket> notify;
  private final Steering steering;
  private final ReentrantLock passing = new ReentrantLock();
  private final List<Waiter> timers = new ArrayList<>();

  /// What operators change while it runs: how much is logged, and, by reading them again, the
  /// settings. `onHangUp` is given what a SIGHUP shall do.
  public record Steering(
      LogSteering logs,
      LoadedSettings settings,
      Function<Map<String, String>, LoadedSettings> reread,
      Consumer<Runnable> onHangUp) {
    public Steering {
      requireNonNull(logs, "logs is null");
      requireNonNull(settings, "settings is null");
      requireNonNull(reread, "reread is null");
      requireNonNull(onHangUp, "onHangUp is null");
    }
  }

  /// `say` tells a person what it does, `notify` the service manager, where there is one.
  public Serving(App app, Consumer<String> say, Optional<NotifySocket> notify, Steering steering) {
    this.steering = requireNonNull(steering, "steering is null");
    this.app = requireNonNull(app, "app is null");
    this.live = new Live(app);
    this.say = requireNonNull(say, "say is null");
    this.notify = requireNonNull(notify, "notify is null");
  }

  /// Everything made, nothing started. The listeners come first, so that a port that is taken is
  /// noticed before anything is sent; they stop taking work first all the same, and end last.
  ///
  /// @throws mailctl.database.Refusal when the configuration or the database does not allow it
  public Daemon daemon() {
    Waiter sendWaiter = timer();
    Monitoring monitoring = new Monitoring(live);
    Receiving receiving =
        new Receiving(
            live,
            sendWaiter::wake,
            say,
            monitoring.posts(),
            monitoring.events(),
            monitoring.pages()::turnedAway);
    Supplier<Sending> sending = live.part(this::sendingOf);
    Deeds deeds = new Deeds(app.audit());
    Reload reload =
        new Reload(steering.reread()::apply, steering.settings(), next -> takeOver(next, sending));
    List<Service> services = new ArrayList<>();
    services.add(
        new AdminSide(app, say).service(monitoring, deeds, new LogDesk(steering.logs()), reload));
    services.addAll(receiving.services());
    services.addAll(sending(sending, sendWaiter));
    services.add(doubts(sendWaiter));
    if (app.canSend()) {
      app.dailyReports().map(this::reports).ifPresent(services::add);
    }
    services.add(months());
    services.add(retention());
    notify.map(Announcement::new).ifPresent(services::add);
    steering.onHangUp().accept(reload.bySignal(deeds));
    return new Daemon(services, app.settings().serve().drain());
  }

  /// One that is woken when other settings count, which may say another time.
  private Waiter timer() {
    Waiter waiter = new Waiter();
    timers.add(waiter);
    return waiter;
  }

  /// What can fail is tried first, so that all is taken over or nothing. A pass that is under way
  /// ends with the settings that it began with, and soon; the next one has the new ones.
  private void takeOver(Settings next, Supplier<Sending> sending) {
    App before = live.app();
    App after = before.withSettings(next);
    try {
      Receiving.verifier(after);
      after.delivery();
    } catch (RuntimeException e) {
      after.close();
      throw e;
    }
    Sending ending = sending.get();
    live.replace(after);
    steering.logs().configure(next.log());
    ending.stop();
    timers.forEach(Waiter::wake);
    if (before != app) {
      Thread.ofVirtual().name("settings-before").start(() -> closeWhenDone(before));
    }
  }

  private void closeWhenDone(App before) {
    passing.lock();
    try {
      before.close();
    } finally {
      passing.unlock();
    }
  }

  private Sending sendingOf(App now) {
    return new Sending(
        now.delivery(),
        now.eventFollower(),
        now.fence()::objection,
        now.settings().sweep().limit(),
        now.settings().serve().sendEvery(),
        now.clock(),
        passing,
        now.tracing());
  }

  private List<Service> sending(Supplier<Sending> sending, Waiter sendWaiter) {
    PollLoop upkeep =
        new PollLoop(
            "upkeep",
            () -> sending.get().upkeep(sendWaiter::wake),
            new Waiter(),
            Schedule.everyAndWhenDue(
                UPKEEP_EVERY, () -> live.app().delivery().leaseExpiry().nextAt(), app.clock()));
    sayWhatIsNotSent();
    PollLoop send =
        new PollLoop(
            "send",
            () -> live.app().canSend() && sending.get().sendCheck(),
            sendWaiter,
            Schedule.everyAndWhenDue(
                () -> live.app().settings().serve().sendEvery(),
                () -> live.app().canSend() ? sending.get().nextDue() : Optional.empty(),
                app.clock()));
    PollLoop retry =
        new PollLoop(
            "retry",
            () -> live.app().canSend() && sending.get().retryCheck(),
            timer(),
            Schedule.every(() -> live.app().settings().serve().retryEvery()));
    return List.of(upkeep, HookedService.onDrain(send, () -> sending.get().stop()), retry);
  }

  private void sayWhatIsNotSent() {
    if (!app.canSend()) {
      say.accept("no SendGrid API key is set: receiving and processing, but nothing is sent");
      return;
    }
    app.fence()
        .objection()
        .ifPresent(
            why ->
                say.accept(
                    why.getMessage() + "; receiving and processing go on. Try: " + why.hint()));
  }

  private Service doubts(Waiter sendWaiter) {
    Supplier<Optional<AbsenceProof>> proof = live.part(App::absenceProof);
    return new PollLoop(
        "doubts",
        () -> {
          boolean settled = proof.get().filter(it -> it.runOnce().settled() > 0).isPresent();
          if (settled) {
            sendWaiter.wake();
          }
          return settled;
        },
        timer(),
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
    Supplier<Retention> retention = live.part(App::retention);
    return new PollLoop(
        "retention", () -> retention.get().runOnce(), timer(), Schedule.every(Duration.ofDays(1)));
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
