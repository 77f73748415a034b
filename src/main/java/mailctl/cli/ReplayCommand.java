package mailctl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.provider.ParsedPost;
import mailctl.webhook.Pass;
import mailctl.webhook.PostReplay;
import mailctl.webhook.WebhookPostId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Prints what changes of stored posts, before and after: nothing, if all is well. With --dry-run",
      "it does the same work and takes it back, batch by batch, and exits 1 when something would",
      "change; a post from a file is only looked at, whether it can be read."
    })
@Examples({
  "mailctl replay --since 2h --dry-run",
  "mailctl replay --post 17 --post 18 --yes",
  "mailctl replay --file post.json --yes"
})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ReplayCommand extends Action {
  private static final Pass NOTHING = new Pass(0, 0, 0, 0, 0, 0, 0, 0);

  @Option(names = "--post", paramLabel = "ID", arity = "1..*", description = "these stored posts")
  final List<Long> posts = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "a post's body from a file, or - for stdin; may repeat; with --dry-run only read")
  final List<String> files = new ArrayList<>();

  @Mixin final TimeRange range = new TimeRange();
  @Mixin final RowLimit limit = new RowLimit();
  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  ReplayCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    boolean timed = range.since.isPresent() || range.until.isPresent();
    int ways = (posts.isEmpty() ? 0 : 1) + (files.isEmpty() ? 0 : 1) + (timed ? 1 : 0);
    if (ways != 1) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "name one of --post, --since or --until, and --file",
          "mailctl replay --help");
    }
    return files.isEmpty() ? stored(session) : fromFiles(session);
  }

  private ExitCode stored(Session session) {
    PostReplay replay = session.app().postReplay();
    PostReplay.Choice choice = choice(session);
    DifferenceList differences = new DifferenceList(limit.rows());
    long count = replay.count(choice);
    if (count == 0) {
      return done(session, 0, NOTHING, 0, differences, "no posts of that time");
    }
    if (!dryRun.on) {
      session.ask().confirm("Process " + Counts.of(count, "post") + " once more?", yes.given);
    }
    PostReplay.Replayed replayed = replay.run(choice, dryRun.on, differences::add);
    Pass pass = replayed.pass();
    if (dryRun.on) {
      return done(
          session, count, pass, replayed.tooOld(), differences, rehearsed(replayed, differences));
    }
    if (pass.applied() > 0) {
      replay.wakeOthers();
    }
    return done(
        session,
        count,
        pass,
        replayed.tooOld(),
        differences,
        "processed "
            + ReplayView.sentence(replayed)
            + (differences.count() == 0 ? "; nothing changed" : differences.rest()));
  }

  /// Each batch is tried by itself: it cannot see what an earlier one would have changed.
  private static String rehearsed(PostReplay.Replayed replayed, DifferenceList differences) {
    return "would process "
        + ReplayView.sentence(replayed)
        + (differences.count() == 0
            ? "; nothing would change"
            : "; "
                + Counts.of(differences.count(), "difference")
                + differences.rest()
                + ", a batch of posts tried by itself")
        + "; dry run: nothing was changed";
  }

  private ExitCode fromFiles(Session session) {
    App app = session.app();
    List<byte[]> bodies = files.stream().map(file -> read(session, file)).toList();
    DifferenceList none = new DifferenceList(limit.rows());
    String posts = Counts.of(bodies.size(), "post");
    if (dryRun.on) {
      return done(
          session,
          bodies.size(),
          NOTHING,
          0,
          none,
          "would process " + posts + "; dry run: nothing was changed");
    }
    session.ask().confirm("Process " + posts + " once more?", yes.given);
    app.localPosts().add(bodies);
    Pass pass = app.webhookProcessor().drain();
    if (pass.applied() > 0) {
      app.postReplay().wakeOthers();
    }
    // Other processes take posts, too, and posts may have waited before.
    return done(
        session,
        bodies.size(),
        pass,
        0,
        none,
        "processed "
            + ReplayView.sentence(pass)
            + (pass.posts() < bodies.size() ? " (others process the rest)" : "")
            + (pass.applied() == 0 ? "; nothing changed" : ""));
  }

  private PostReplay.Choice choice(Session session) {
    if (!posts.isEmpty()) {
      return new PostReplay.Choice.These(posts.stream().map(WebhookPostId::new).toList());
    }
    Instant from = range.since(session).orElse(Instant.EPOCH);
    Instant until = range.until(session).orElseGet(() -> session.app().clock().instant());
    return new PostReplay.Choice.Received(from, until);
  }

  private ExitCode done(
      Session session,
      long replayed,
      Pass pass,
      long tooOld,
      DifferenceList differences,
      String sentence) {
    if (session.json()) {
      session.print(differences.json(ReplayView.json(dryRun.on, replayed, pass, tooOld)));
    } else {
      differences.print(session.terminal(), "BEFORE", "AFTER");
    }
    session.say(sentence);
    boolean wouldChange = dryRun.on && differences.count() > 0;
    return pass.failedPosts() > 0 || wouldChange ? ExitCode.FAILED : ExitCode.OK;
  }

  /// What cannot be read as a post changes nothing, not even the inbox.
  private static byte[] read(Session session, String file) {
    byte[] body;
    try {
      body =
          file.equals("-")
              ? session.terminal().in().readAllBytes()
              : Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      if (file.equals("-")) {
        throw new UncheckedIOException(e);
      }
      throw new Refusal(Refusal.Kind.NOT_FOUND, "cannot read " + file);
    }
    if (session.app().postParser().parse(body) instanceof ParsedPost.Malformed(String reason)) {
      throw new Refusal(
          Refusal.Kind.DATA,
          file + " is not the body of a webhook post: " + reason,
          "a file that holds a JSON array of events");
    }
    return body;
  }
}
