package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mailctl.daemon.HookedService;
import mailctl.daemon.PollLoop;
import mailctl.daemon.Schedule;
import mailctl.daemon.Service;
import mailctl.daemon.Waiter;
import mailctl.http.BindAddress;
import mailctl.http.PublicListener;
import mailctl.http.SignatureHeaders;
import mailctl.http.VerificationPolicy;
import mailctl.sendgrid.SendGridSigner;
import mailctl.trace.Tracing;
import mailctl.webhook.FoldListener;
import mailctl.webhook.InboxListener;
import mailctl.webhook.InboxNotifier;
import mailctl.webhook.InboxSignal;
import mailctl.webhook.ParkedEventMatcher;
import mailctl.webhook.Pass;
import mailctl.webhook.PostVerifier;
import mailctl.webhook.ProbeDesk;
import mailctl.webhook.ReceiptListener;
import mailctl.webhook.RefusalCounter;
import mailctl.webhook.WebhookProcessor;
import mailctl.webhook.WebhookReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The receiving side of the daemon: the public listener, and the loops that process what it took.
public final class Receiving {
  private static final Logger log = LoggerFactory.getLogger(Receiving.class);
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(5);
  private static final Duration BODY_TIME = Duration.ofSeconds(30);

  /// A drain waits for this at most.
  private static final Duration LISTEN_PATIENCE = Duration.ofMillis(500);

  private static final Duration NOTIFY_THROTTLE = Duration.ofMillis(200);

  /// Nobody should need these: they are for a notification that was lost.
  private static final Duration INBOX_EVERY = Duration.ofSeconds(15);

  private static final Duration REMATCH_EVERY = Duration.ofMinutes(5);

  private final Live live;
  private final App app;
  private final Runnable onApplied;
  private final Consumer<String> say;
  private final ReceiptListener answers;
  private final FoldListener folds;
  private final Runnable turnedAway;
  private final Supplier<PostVerifier> verifier;
  private final BindAddress address;
  private final InboxSignal signal = new InboxSignal();
  private final List<Waiter> inboxWaiters = new ArrayList<>();

  /// `onApplied` is called when events changed deliveries; `say` tells a person where it listens.
  /// Opens nothing yet.
  ///
  /// @throws mailctl.database.Refusal (CONFIG) without a key to verify posts with
  public Receiving(App app, Runnable onApplied, Consumer<String> say) {
    this(new Live(app), onApplied, say, ReceiptListener.none(), FoldListener.none(), () -> {});
  }

  /// `answers` hears how posts were answered, `folds` what they said, `turnedAway` of each request
  /// for a page too many.
  Receiving(
      Live live,
      Runnable onApplied,
      Consumer<String> say,
      ReceiptListener answers,
      FoldListener folds,
      Runnable turnedAway) {
    this.turnedAway = requireNonNull(turnedAway, "turnedAway is null");
    this.folds = requireNonNull(folds, "folds is null");
    this.answers = requireNonNull(answers, "answers is null");
    this.live = requireNonNull(live, "live is null");
    this.app = live.app();
    this.onApplied = requireNonNull(onApplied, "onApplied is null");
    this.say = requireNonNull(say, "say is null");
    VerificationPolicy policy = FeatureSettings.verification(app.settings().webhook());
    this.verifier = live.part(Receiving::verifier);
    Settings.PublicSection section = app.settings().publicListener();
    this.address = policy.restrict(new BindAddress(section.host(), section.port()));
  }

  /// @throws mailctl.database.Refusal (CONFIG) when these settings leave nothing to verify with
  static PostVerifier verifier(App app) {
    return FeatureSettings.verification(app.settings().webhook())
        .verifier(() -> app.clock().instant());
  }

  private static ProbeDesk probes(App app) {
    Settings.WebhookSection webhook = app.settings().webhook();
    return new ProbeDesk(
        app.probePass(), webhook.keys(), webhook.maxAge(), webhook.maxAhead(), app.clock());
  }

  /// The listener first: it must not be taken before anything else begins.
  public List<Service> services() {
    RefusalCounter refusals = new RefusalCounter(app.database(), app.clock());
    List<Service> services = new ArrayList<>();
    services.add(listener(answers.and(refusals)));
    for (int worker = 1; worker <= app.settings().webhook().workers(); worker++) {
      services.add(inbox(worker));
    }
    services.addAll(List.of(otherProcesses(), notifier(), rematch(), RefusalService.of(refusals)));
    return services;
  }

  private Service listener(ReceiptListener answered) {
    Settings.WebhookSection webhook = app.settings().webhook();
    WebhookReceiver receiver =
        new WebhookReceiver(
            app.database(), app.webhookPosts(), verifier, signal, app.clock(), STORE_PATIENCE);
    PublicListener listener =
        new PublicListener(
            address,
            new PublicListener.Limits(webhook.maxBody(), webhook.maxMemory(), BODY_TIME),
            new SignatureHeaders(SendGridSigner.SIGNATURE_HEADER, SendGridSigner.TIMESTAMP_HEADER),
            receiver,
            app.unsubscribeByLink(),
            answered,
            new PublicListener.Extras(
                Optional.of(live.part(Receiving::probes)),
                live.part(now -> FeatureSettings.doors(now.settings().publicListener())),
                turnedAway,
                app.tracing()));
    return new PublicService(listener, receiver, address.host(), say);
  }

  /// One of several that share the inbox as they would share it with other processes.
  private Service inbox(int worker) {
    Supplier<WebhookProcessor> processor = live.part(now -> now.webhookProcessor(folds));
    Waiter waiter = new Waiter();
    inboxWaiters.add(waiter);
    signal.onPost(waiter::wake);
    return new PollLoop(
        "inbox-" + worker,
        () -> drain(processor.get()),
        waiter,
        Schedule.everyAndWhenDue(INBOX_EVERY, () -> processor.get().nextDue(), app.clock()));
  }

  private boolean drain(WebhookProcessor processor) {
    Pass pass = traced(processor);
    if (pass.posts() > 0) {
      log.info(
          "inbox posts={} events={} applied={} duplicates={} parked_events={} parked_posts={}",
          pass.posts(),
          pass.events(),
          pass.applied(),
          pass.duplicates(),
          pass.parkedEvents(),
          pass.parkedPosts());
    }
    if (pass.applied() > 0) {
      onApplied.run();
    }
    return pass.gotOn();
  }

  private Pass traced(WebhookProcessor processor) {
    try (Tracing.Span span = app.tracing().begin(Tracing.Side.INSIDE, "inbox.process")) {
      Pass pass = processor.runOnce();
      if (pass.posts() == 0) {
        span.forget();
      }
      span.put("mailctl.posts", pass.posts()).put("mailctl.events", pass.events());
      return pass;
    }
  }

  /// Hears of posts that other processes took, which may have changed what is due, too.
  private Service otherProcesses() {
    InboxListener listener =
        new InboxListener(
            app.openedDatabase().longLived(),
            () -> {
              inboxWaiters.forEach(Waiter::wake);
              onApplied.run();
            },
            LISTEN_PATIENCE);
    PollLoop loop =
        new PollLoop(
            "inbox-listener",
            listener::runOnce,
            new Waiter(),
            Schedule.every(Duration.ofSeconds(1)));
    return HookedService.onEnd(loop, () -> close(listener));
  }

  private static void close(InboxListener listener) {
    try {
      listener.close();
    } catch (SQLException e) {
      log.debug("inbox_listener=lost", e);
    }
  }

  private Service notifier() {
    InboxNotifier notifier =
        new InboxNotifier(app.database(), signal, NOTIFY_THROTTLE, app.clock());
    Waiter waiter = new Waiter();
    signal.onPost(waiter::wake);
    return new PollLoop(
        "inbox-notifier",
        notifier::runOnce,
        waiter,
        Schedule.everyAndWhenDue(REMATCH_EVERY, notifier::nextDue, app.clock()));
  }

  private Service rematch() {
    Supplier<ParkedEventMatcher> matcher = live.part(App::parkedEventMatcher);
    return new PollLoop(
        "rematch",
        () -> {
          ParkedEventMatcher.Matched matched = matcher.get().runOnce();
          if (matched.applied() > 0) {
            log.info("rematch looked={} applied={}", matched.looked(), matched.applied());
            onApplied.run();
          }
          return matched.looked() > 0;
        },
        new Waiter(),
        Schedule.everyAndWhenDue(REMATCH_EVERY, () -> matcher.get().nextDue(), app.clock()));
  }
}
