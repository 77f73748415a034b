package mailctl.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.suppression.Suppression;

/// Since when the history of provider events is whole. Whether an event of an earlier time was
/// counted already can be told no more, so it is parked.
public final class HistoryHorizon {
  private final HorizonStore store = new HorizonStore();

  /// Empty when nothing was ever pruned. Until the transaction ends the horizon stays where it is.
  public Optional<Instant> since(Tx tx) {
    // Two statements: the second one sees what whoever made the first one wait has done.
    store.share(tx);
    return store.since(tx);
  }

  /// As matched, but what is older than the history has no place in it.
  List<EventMatcher.Match> turnAwayOlder(Tx tx, List<EventMatcher.Match> matches) {
    Optional<Instant> since = since(tx);
    return since.isEmpty()
        ? matches
        : matches.stream().map(match -> turnAwayIfOlder(match, since.get())).toList();
  }

  private static EventMatcher.Match turnAwayIfOlder(EventMatcher.Match match, Instant since) {
    return switch (match) {
      case EventMatcher.Match.Found(ReceivedEvent event, _) -> turnAwayIfOlder(match, event, since);
      case EventMatcher.Match.Wish(ReceivedEvent event) -> turnAwayIfOlder(match, event, since);
      case EventMatcher.Match.NotFound _,
          EventMatcher.Match.OtherInstallation _,
          EventMatcher.Match.NotAboutAMessage _ ->
          match;
    };
  }

  private static EventMatcher.Match turnAwayIfOlder(
      EventMatcher.Match match, ReceivedEvent event, Instant since) {
    return event.event().origin().occurredAt().isBefore(since)
        ? new EventMatcher.Match.NotFound(
            event,
            AppliedEvents.Reason.OLDER_THAN_RETENTION,
            "the history before " + since + " was pruned",
            isHonoured(event))
        : match;
  }

  /// Too old to be counted, but a person's wish all the same.
  private static boolean isHonoured(ReceivedEvent event) {
    return SuppressionDecision.isWish(event.event())
        && Suppression.isAddress(event.event().origin().email().strip().toLowerCase(Locale.ROOT));
  }
}
