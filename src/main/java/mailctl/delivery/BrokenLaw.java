package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A law of the ledger that does not hold.
///
/// @param count how many rows break it; `rows` names the first of them
public record BrokenLaw(String law, String sentence, long count, List<Row> rows) {
  /// @param thing what the id is of: delivery, attempt, submission, post
  public record Row(String thing, long id, String what) {}

  public BrokenLaw {
    requireNonNull(law, "law is null");
    requireNonNull(sentence, "sentence is null");
    rows = List.copyOf(rows);
  }
}
