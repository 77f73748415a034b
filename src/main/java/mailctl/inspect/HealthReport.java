package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How mail fared in a time, beside the time before, and how things stand now.
///
/// @param event the event whose mail it is about; all mail when empty
/// @param before as `now`; empty when the history of that time is not kept any more
/// @param parts the hours of a day, or the days of a week
/// @param causes why mail was not delivered, the most frequent first
/// @param domains those that deferred or blocked most of it, and those that get none for a while
/// @param suppressions how many addresses must not be mailed since, by reason
public record HealthReport(
    ReportPeriod period,
    Optional<EventName> event,
    Flow now,
    Optional<Flow> before,
    List<Part> parts,
    List<Cause> causes,
    List<Domain> domains,
    Map<String, Long> suppressions,
    Standing standing) {
  public HealthReport {
    requireNonNull(period, "period is null");
    requireNonNull(event, "event is null");
    requireNonNull(now, "now is null");
    requireNonNull(before, "before is null");
    parts = List.copyOf(parts);
    causes = List.copyOf(causes);
    domains = List.copyOf(domains);
    suppressions = Map.copyOf(suppressions);
    requireNonNull(standing, "standing is null");
  }

  /// What happened in a time.
  ///
  /// @param accepted messages that SendGrid took, those of `retries` and `resends` among them
  /// @param events of how many deliveries it reported what, by the kind of event and its time
  public record Flow(long accepted, long retries, long resends, Map<String, Long> events) {
    public Flow {
      events = Map.copyOf(events);
    }

    public long of(String kind) {
      return events.getOrDefault(kind, 0L);
    }

    /// Reported not to have arrived, for now or for good.
    public long undelivered() {
      return of("blocked") + of("bounced") + of("dropped");
    }
  }

  /// A part of the time.
  public record Part(Instant from, Flow flow) {
    public Part {
      requireNonNull(from, "from is null");
      requireNonNull(flow, "flow is null");
    }
  }

  /// @param outcome blocked, bounced or dropped
  public record Cause(String outcome, String kind, long deliveries) {
    public Cause {
      requireNonNull(outcome, "outcome is null");
      requireNonNull(kind, "kind is null");
    }
  }

  /// @param slowedUntil until when it gets no mail
  public record Domain(String name, long deferred, long blocked, Optional<Instant> slowedUntil) {
    public Domain {
      requireNonNull(name, "name is null");
      requireNonNull(slowedUntil, "slowedUntil is null");
    }
  }

  /// An email that somebody may want to look at.
  public record Email(
      long id,
      String event,
      String name,
      String status,
      Optional<String> reason,
      Optional<Instant> dueAt) {
    public Email {
      requireNonNull(event, "event is null");
      requireNonNull(name, "name is null");
      requireNonNull(status, "status is null");
      requireNonNull(reason, "reason is null");
      requireNonNull(dueAt, "dueAt is null");
    }
  }

  /// A report that `serve` should have mailed and did not.
  public record MissedReport(LocalDate day, String words) {
    public MissedReport {
      requireNonNull(day, "day is null");
      requireNonNull(words, "words is null");
    }
  }

  /// Requests in doubt now, with so many recipients, and how many were settled in the time of the
  /// report.
  public record Doubts(long requests, long recipients, Optional<Instant> oldest, long settled) {
    public Doubts {
      requireNonNull(oldest, "oldest is null");
    }
  }

  /// How things stand at a moment, whatever the time that the report is about.
  ///
  /// @param held emails that wait for a person
  /// @param late emails that should have begun more than ten minutes ago
  /// @param next emails that are due next
  /// @param overdue deliveries that should have been attempted more than ten minutes ago
  /// @param refused webhook posts refused in that time, by reason
  public record Standing(
      Instant at,
      List<Email> held,
      List<Email> late,
      List<Email> next,
      long overdue,
      Overview.Retries retries,
      Doubts doubts,
      Debt debt,
      InboxState inbox,
      Map<String, Long> refused,
      List<MissedReport> missed) {
    public Standing {
      requireNonNull(at, "at is null");
      held = List.copyOf(held);
      late = List.copyOf(late);
      next = List.copyOf(next);
      requireNonNull(retries, "retries is null");
      requireNonNull(doubts, "doubts is null");
      requireNonNull(debt, "debt is null");
      requireNonNull(inbox, "inbox is null");
      refused = Map.copyOf(refused);
      missed = List.copyOf(missed);
    }
  }

  /// What a person should look at, the most urgent first; nothing when all is well.
  public List<Attention> attention() {
    return Attention.of(this);
  }
}
