package mailctl.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailctl.campaign.ScheduleChange;
import mailctl.campaign.ScheduledEmailStatus;

/// What became of emails whose event changed.
final class FollowedEmails {
  enum Kind {
    RELEASED,
    PAUSED,
    HELD,
    MOVED,
    CHANGED
  }

  private FollowedEmails() {}

  static Kind kind(ScheduleChange change) {
    ScheduledEmailStatus before = change.before().status();
    ScheduledEmailStatus after = change.after().status();
    if (before != after) {
      return switch (after) {
        case PAUSED -> Kind.PAUSED;
        case HELD -> Kind.HELD;
        case SCHEDULED, ACTIVE, SENDING -> Kind.RELEASED;
        case SENT, FAILED, CANCELLED -> Kind.CHANGED;
      };
    }
    return change.before().dueAt().equals(change.after().dueAt()) ? Kind.CHANGED : Kind.MOVED;
  }

  /// "; scheduled emails: 2 moved, 1 paused".
  static String summary(List<ScheduleChange> changes) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    changes.forEach(change -> counts.merge(kind(change), 1, Integer::sum));
    StringBuilder words = new StringBuilder();
    counts.forEach(
        (kind, count) ->
            words
                .append(words.isEmpty() ? "; scheduled emails: " : ", ")
                .append(count)
                .append(' ')
                .append(kind.name().toLowerCase(Locale.ROOT)));
    return words.toString();
  }

  /// What is now true of an email, and when it was due before, if that moved.
  static String sentence(EmailRow row, List<ScheduleChange> changes) {
    ScheduleChange change = of(row, changes);
    boolean moved = !change.before().dueAt().equals(change.after().dueAt());
    return EmailView.sentence(row)
        + change
            .before()
            .dueAt()
            .filter(_ -> moved)
            .map(at -> "; was due " + LocalTimes.both(at, row.event().zone()))
            .orElse("");
  }

  static JsonObject json(EmailRow row, List<ScheduleChange> changes) {
    ScheduleChange change = of(row, changes);
    return EmailView.json(row)
        .put("change", kind(change))
        .put("status_before", change.before().status())
        .put("due_at_before", change.before().dueAt())
        .put(
            "due_local_before",
            change.before().dueAt().map(at -> at.atZone(row.event().zone()).toOffsetDateTime()));
  }

  private static ScheduleChange of(EmailRow row, List<ScheduleChange> changes) {
    return changes.stream()
        .filter(it -> it.after().id().equals(row.email().id()))
        .findFirst()
        .orElseThrow();
  }
}
