package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import mailctl.database.Refusal;
import mailctl.inspect.Inspector;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.MixedPosts;
import mailctl.sandbox.OutgoingPost;
import mailctl.sandbox.Posting;
import mailctl.sandbox.PostingReport;

/// Sends a stream of posts, or writes or counts them, and says what came of it. Ctrl-C ends it with
/// the summary of what was done.
final class Traffic {
  /// For the requests in progress and the summary.
  private static final Duration FAREWELL = Duration.ofSeconds(15);

  private final Session session;
  private final TrafficOptions options;
  private final boolean dryRun;
  private final Posting.Settings settings;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final CountDownLatch told = new CountDownLatch(1);

  /// @throws Refusal (USAGE) when the options do not fit
  Traffic(Session session, TrafficOptions options, boolean dryRun) {
    this.session = requireNonNull(session, "session is null");
    this.options = requireNonNull(options, "options is null");
    this.dryRun = dryRun;
    this.settings = options.posting();
  }

  /// `mix` has the numbers of a mix, when it is one; with an `inspector` the end is waited for.
  ExitCode run(
      Iterator<OutgoingPost> posts, Optional<MixedPosts> mix, Optional<Inspector> inspector) {
    TrafficView view = new TrafficView(session, mix);
    if (dryRun) {
      view.counted(count(posts));
      return ExitCode.OK;
    }
    if (options.out.isPresent()) {
      String file = options.out.get();
      view.written(
          file, file.equals("-") ? write(posts, session.terminal().out()) : write(posts, file));
      return ExitCode.OK;
    }
    URI to =
        options.to.orElseGet(
            () -> ListenerAddress.webhook(session.app().settings().publicListener()));
    try (HttpWebhookTarget target = SimulatedPosts.target(to)) {
      Posting posting =
          new Posting(
              target, SigningKey.read(session, options.key), InstantSource.system(), settings);
      try (Termination.Registration _ =
          session.termination().onSignal(halt -> hook(posting, halt))) {
        return post(posting, posts, to, view, inspector);
      } finally {
        told.countDown();
      }
    }
  }

  private ExitCode post(
      Posting posting,
      Iterator<OutgoingPost> posts,
      URI to,
      TrafficView view,
      Optional<Inspector> inspector) {
    Optional<Processing.Wait> wait = inspector.map(Processing::from);
    PostingReport report;
    try {
      report = posting.run(posts);
    } catch (RuntimeException e) {
      session.say(Counts.of(posting.accepted(), "post") + " accepted before that");
      throw e;
    }
    Optional<Processing> processing =
        report.acceptedPosts() == 0
            ? Optional.empty()
            : wait.map(it -> it.forPosts(report.acceptedPosts(), interrupted::get));
    view.posted(to, report, processing);
    session.terminal().out().flush();
    return report.complete() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Thread hook(Posting posting, IntConsumer halt) {
    return Thread.ofPlatform()
        .name("simulate-end")
        .unstarted(
            () -> {
              interrupted.set(true);
              posting.stop();
              try {
                boolean _ = told.await(FAREWELL.toSeconds(), TimeUnit.SECONDS);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              session.close();
              halt.accept(ExitCode.INTERRUPTED.code());
            });
  }

  /// Posts and events.
  record Size(long posts, long events) {
    Size plus(OutgoingPost post) {
      return new Size(posts + 1, events + post.events());
    }
  }

  private static Size count(Iterator<OutgoingPost> posts) {
    Size size = new Size(0, 0);
    while (posts.hasNext()) {
      size = size.plus(posts.next());
    }
    return size;
  }

  private static Size write(Iterator<OutgoingPost> posts, String file) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(file)))) {
      return write(posts, out);
    } catch (IOException | InvalidPathException e) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "cannot write " + file + ": " + e.getMessage());
    }
  }

  private static Size write(Iterator<OutgoingPost> posts, OutputStream out) {
    Size size = new Size(0, 0);
    try {
      while (posts.hasNext()) {
        OutgoingPost post = posts.next();
        out.write(post.body());
        size = size.plus(post);
      }
      out.flush();
    } catch (IOException e) {
      throw new Refusal(Refusal.Kind.CONFLICT, "cannot write the posts: " + e.getMessage());
    }
    return size;
  }
}
