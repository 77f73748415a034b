package mailctl.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mailctl.inspect.HealthReport;
import mailctl.inspect.ReportPeriod;

/// What a report says in sentences, the same in every form.
final class Words {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm z", Locale.US);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.US);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE MM-dd", Locale.US);
  private static final int MOST_EMAILS = 10;

  private Words() {}

  static String title(HealthReport report) {
    return "Mail"
        + report.event().map(event -> " of " + event.title()).orElse("")
        + ", "
        + report.period().kind().name().toLowerCase(Locale.ROOT)
        + " to "
        + time(report.period().until(), report.period().zone());
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String count(long count, String thing) {
    return number(count) + " " + (count == 1 ? thing : thing.replaceFirst("y$", "ie") + "s");
  }

  static String time(Instant time, ZoneId zone) {
    return LOCAL.format(time.atZone(zone));
  }

  /// What a part of the time is called: an hour of a day, or a day of a week.
  static String part(Instant from, ReportPeriod period) {
    return (period.kind() == ReportPeriod.Kind.DAY ? HOUR : DAY).format(from.atZone(period.zone()));
  }

  /// How things stand beside what needs a person.
  static List<String> standing(HealthReport report) {
    HealthReport.Standing now = report.standing();
    ZoneId zone = report.period().zone();
    List<String> lines = new ArrayList<>();
    if (now.retries().pending() > 0) {
      lines.add(
          count(now.retries().pending(), "delivery")
              + (now.retries().pending() == 1 ? " goes again" : " go again")
              + now.retries().nextAt().map(at -> ", first at " + time(at, zone)).orElse(""));
    }
    HealthReport.Doubts doubts = now.doubts();
    if (doubts.requests() > 0) {
      lines.add(
          count(doubts.requests(), "request")
              + " in doubt, for "
              + count(doubts.recipients(), "recipient")
              + doubts.oldest().map(at -> ", the oldest since " + time(at, zone)).orElse(""));
    }
    if (doubts.settled() > 0) {
      lines.add(count(doubts.settled(), "doubt") + " settled");
    }
    if (now.debt().fin() > 0) {
      lines.add(
          "SendGrid owes the end of "
              + count(now.debt().fin(), "message")
              + ", "
              + number(now.debt().finalLate())
              + " of them late; of "
              + number(now.debt().processed())
              + " it said nothing yet");
    }
    if (now.inbox().waiting() > 0) {
      lines.add(count(now.inbox().waiting(), "webhook post") + " waiting to be processed");
    }
    Map<String, Long> suppressions = new TreeMap<>(report.suppressions());
    if (!suppressions.isEmpty()) {
      List<String> reasons = new ArrayList<>();
      suppressions.forEach(
          (reason, addresses) -> reasons.add(reason.replace('_', ' ') + " " + number(addresses)));
      lines.add("newly suppressed: " + String.join(", ", reasons));
    }
    for (HealthReport.Domain each : report.domains()) {
      each.slowedUntil()
          .ifPresent(until -> lines.add(each.name() + " gets no mail until " + time(until, zone)));
    }
    return lines;
  }

  /// What is due next, or what is held or late; the rest counted.
  static List<String> emails(List<HealthReport.Email> emails, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    for (HealthReport.Email each : emails.subList(0, Math.min(MOST_EMAILS, emails.size()))) {
      lines.add(
          each.dueAt().map(at -> time(at, zone) + "  ").orElse("")
              + each.name()
              + " ("
              + each.event()
              + ", id "
              + each.id()
              + each.reason().map(reason -> ", " + reason.replace('_', ' ')).orElse("")
              + ")");
    }
    if (emails.size() > MOST_EMAILS) {
      lines.add("and " + number(emails.size() - MOST_EMAILS) + " more");
    }
    return lines;
  }

  /// "blocked, reputation".
  static String cause(HealthReport.Cause cause) {
    return cause.outcome() + ", " + cause.kind().replace('_', ' ');
  }
}
