package mailctl.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailctl.app.App;
import mailctl.app.Settings;
import mailctl.database.Refusal;
import mailctl.delivery.PrunedHistory;
import mailctl.webhook.PrunedPosts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Posts that wait or are parked stay. The history goes by whole months (UTC); statuses and",
      "numbers stay as they are, and an event from before it is parked when it comes again. The",
      "counts of refused posts go with the posts."
    })
@Examples({
  "mailctl prune --older-than 400d --dry-run",
  "mailctl prune --older-than 2026-01-01 --history --yes",
  "mailctl prune --posts --older-than 30d --yes --json"
})
@ExitCodes({ExitCode.TRY_AGAIN, ExitCode.UNAVAILABLE})
final class PruneCommand extends Action {
  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = AgeOption.Converter.class,
      description = "90d, 2026-01-01 or RFC 3339; the settings retention.* unless given")
  Optional<TimeOption> olderThan = Optional.empty();

  @Option(names = "--posts", description = "webhook posts; with neither option, both")
  boolean posts;

  @Option(names = "--history", description = "provider events; with neither option, both")
  boolean history;

  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  PruneCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    App app = session.app();
    Settings.RetentionSection settings = app.settings().retention();
    Instant now = app.clock().instant();
    boolean both = posts == history;
    Optional<Instant> postLimit = both || posts ? limit(settings.posts(), now) : Optional.empty();
    Optional<Instant> historyLimit =
        both || history ? limit(settings.history(), now) : Optional.empty();
    if (postLimit.isEmpty() && historyLimit.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "how old is old? --older-than is missing, and retention.* keeps everything",
          "mailctl prune --older-than 400d --dry-run");
    }
    Optional<PrunedPosts> oldPosts = postLimit.map(app.postPruning()::rehearse);
    Optional<PrunedHistory> oldHistory = historyLimit.map(app.historyPruning()::rehearse);
    if (!dryRun.on) {
      session.ask().confirm("Forget " + PruneView.words(oldPosts, oldHistory) + "?", yes.given);
      oldPosts = postLimit.map(limit -> app.postPruning().run(limit, Integer.MAX_VALUE));
      oldHistory = historyLimit.map(limit -> app.historyPruning().run(limit, Integer.MAX_VALUE));
    }
    if (session.json()) {
      session.print(PruneView.json(dryRun.on, postLimit, oldPosts, oldHistory));
    }
    PruneView.say(session, dryRun.on, oldPosts, oldHistory);
    Writing.sayIfDry(session, dryRun);
    return oldHistory.map(it -> !it.inUse().isEmpty()).orElse(false)
        ? ExitCode.TRY_AGAIN
        : ExitCode.OK;
  }

  private Optional<Instant> limit(Optional<Duration> setting, Instant now) {
    Optional<Instant> limit = olderThan.map(age -> age.at(now)).or(() -> setting.map(now::minus));
    if (limit.isPresent() && limit.get().isAfter(now)) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--older-than " + limit.get() + " is not in the past: it is all");
    }
    return limit;
  }
}
