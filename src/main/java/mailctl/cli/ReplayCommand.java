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
import mailctl.webhook.InboxSignal;
import mailctl.webhook.Pass;
import mailctl.webhook.WebhookPostId;
import mailctl.webhook.WebhookReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description = "Process webhook posts once more; what was applied before changes nothing")
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
      description = "a post's body from a file, or - for stdin; may repeat")
  final List<String> files = new ArrayList<>();

  @Mixin final TimeRange range = new TimeRange();
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
    List<byte[]> bodies = files.stream().map(file -> read(session, file)).toList();
    App app = session.app();
    WebhookReplay replay = app.webhookReplay(new InboxSignal());
    int count = files.isEmpty() ? again(session, replay, true) : bodies.size();
    if (count == 0) {
      return done(session, 0, NOTHING, "no posts of that time");
    }
    if (dryRun.on) {
      return done(
          session,
          count,
          NOTHING,
          "would process " + ReplayView.count(count, "post") + "; dry run: nothing was changed");
    }
    session.ask().confirm("Process " + ReplayView.count(count, "post") + " once more?", yes.given);
    int replayed = count;
    if (files.isEmpty()) {
      replayed = again(session, replay, false);
    } else {
      replay.bytes(bodies);
    }
    Pass pass = SimulatedPosts.drainInbox(app.webhookProcessor());
    return done(session, replayed, pass, sentence(replayed, pass));
  }

  private int again(Session session, WebhookReplay replay, boolean rehearse) {
    if (!posts.isEmpty()) {
      return replay.posts(posts.stream().map(WebhookPostId::new).toList(), rehearse);
    }
    Instant from = range.since(session).orElse(Instant.EPOCH);
    Instant until = range.until(session).orElseGet(() -> session.app().clock().instant());
    return replay.posts(from, until, rehearse);
  }

  private ExitCode done(Session session, int replayed, Pass pass, String sentence) {
    if (session.json()) {
      session.print(ReplayView.json(dryRun.on, replayed, pass));
    }
    session.say(sentence);
    return pass.failedPosts() > 0 ? ExitCode.FAILED : ExitCode.OK;
  }

  /// Other processes take posts, too, and posts may have waited before.
  private static String sentence(int replayed, Pass pass) {
    String elsewhere = pass.posts() < replayed ? " (others process the rest)" : "";
    return "processed "
        + ReplayView.sentence(pass)
        + elsewhere
        + (pass.applied() == 0 ? "; nothing changed" : "");
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
