package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What happened to mail in a time, and what waits for a person now.
///
/// @param event the event whose mail it is about; all mail when empty
/// @param before as `now`, of the time of the same length before
/// @param reasons why mail was blocked, bounced or dropped, the most frequent first
public record PeriodReport(
    Instant since,
    Instant until,
    Optional<String> event,
    Counts now,
    Counts before,
    List<Slice> slices,
    List<Reason> reasons,
    List<Attention> attention) {
  /// `accepted`: recipients that SendGrid took. `events`: how many deliveries it reported on, by
  /// the kind of event and its time.
  public record Counts(long accepted, Map<String, Long> events) {
    public Counts {
      events = Map.copyOf(events);
    }

    public long of(String kind) {
      return events.getOrDefault(kind, 0L);
    }
  }

  /// A part of the time.
  public record Slice(Instant from, Counts counts) {
    public Slice {
      requireNonNull(from, "from is null");
      requireNonNull(counts, "counts is null");
    }
  }

  public record Reason(String kind, String reason, long deliveries) {
    public Reason {
      requireNonNull(kind, "kind is null");
      requireNonNull(reason, "reason is null");
    }
  }

  /// What somebody should look at, and the command that shows it.
  public record Attention(long count, String what, String command) {
    public Attention {
      requireNonNull(what, "what is null");
      requireNonNull(command, "command is null");
    }
  }

  public PeriodReport {
    requireNonNull(since, "since is null");
    requireNonNull(until, "until is null");
    requireNonNull(event, "event is null");
    requireNonNull(now, "now is null");
    requireNonNull(before, "before is null");
    slices = List.copyOf(slices);
    reasons = List.copyOf(reasons);
    attention = List.copyOf(attention);
  }
}
