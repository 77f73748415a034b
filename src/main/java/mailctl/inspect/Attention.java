package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What somebody should look at, and the command that shows it.
public record Attention(long count, String what, String command) {
  public Attention {
    requireNonNull(what, "what is null");
    requireNonNull(command, "command is null");
  }

  /// Pure: the same report asks for the same things.
  static List<Attention> of(HealthReport report) {
    HealthReport.Standing now = report.standing();
    List<Attention> all = new ArrayList<>();
    add(
        all,
        now.late().size(),
        "email",
        "late: is serve or sweep running?",
        "schedule list --overdue");
    add(
        all,
        now.overdue(),
        "delivery",
        "overdue: is serve or sweep running?",
        "inspect deliveries --overdue");
    add(all, now.held().size(), "email", "held for a person", "schedule list --status held");
    add(all, now.doubts().requests(), "request", "in doubt", "inspect doubts");
    add(
        all,
        waiting(now),
        "webhook post",
        "waiting to be processed: is serve running?",
        "inspect inbox");
    add(all, now.inbox().parkedPosts(), "webhook post", "parked", "parked list");
    add(all, now.inbox().parkedEvents(), "event", "parked", "parked list");
    add(
        all,
        now.refused().values().stream().mapToLong(Long::longValue).sum(),
        "webhook post",
        "refused (" + String.join(", ", now.refused().keySet().stream().sorted().toList()) + ")",
        "doctor");
    add(
        all,
        now.debt().processedLate(),
        "message",
        "without a first event from SendGrid, and late",
        "inspect gaps");
    add(
        all,
        now.debt().finalLate() - now.debt().processedLate(),
        "message",
        "without an end from SendGrid, and late",
        "inspect gaps");
    now.missed()
        .forEach(
            each ->
                all.add(
                    new Attention(
                        1,
                        "daily report of " + each.day() + " not sent (" + each.words() + ")",
                        "mailctl report --day")));
    return all;
  }

  private static long waiting(HealthReport.Standing now) {
    Instant onTime = now.at().minus(Lateness.GRACE);
    return now.inbox().oldestWaiting().filter(oldest -> oldest.isBefore(onTime)).isPresent()
        ? now.inbox().waiting()
        : 0;
  }

  private static void add(
      List<Attention> all, long count, String thing, String how, String command) {
    if (count > 0) {
      String things = count == 1 ? thing : thing.replaceFirst("y$", "ie") + "s";
      all.add(new Attention(count, things + " " + how, "mailctl " + command));
    }
  }
}
