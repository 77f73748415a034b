package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/// What a pruning took from the history, or would take.
///
/// @param since since when the history is whole now
/// @param dropped months that went as a whole; `rows` of one is PostgreSQL's estimate, if it has
///   one
/// @param inUse months that should have gone but were in use; the next pruning takes them
/// @param deletedRows rows that lay outside all months
/// @param keptAhead rows of absurd times ahead of us, which no retention ever reaches
/// @param more whether there is more than one pass may take
public record PrunedHistory(
    Optional<Instant> since,
    List<Month> dropped,
    List<YearMonth> inUse,
    long deletedRows,
    long deletedBytes,
    long keptAhead,
    boolean more) {
  /// A month of the history.
  public record Month(YearMonth month, long rows, long bytes) {}

  public PrunedHistory {
    requireNonNull(since, "since is null");
    dropped = List.copyOf(dropped);
    inUse = List.copyOf(inUse);
  }

  public long rows() {
    return deletedRows + dropped.stream().mapToLong(Month::rows).sum();
  }

  public long bytes() {
    return deletedBytes + dropped.stream().mapToLong(Month::bytes).sum();
  }
}
