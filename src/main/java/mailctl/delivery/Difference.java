package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/// One thing that is one way and would be, or should be, another. Values are text for people and
/// programs: times in RFC 3339, words in lower_snake, empty for nothing.
///
/// @param delivery empty for what is about no delivery, such as a suppression
/// @param attempt which of the delivery's attempts, if it is about one
public record Difference(
    Optional<DeliveryId> delivery, OptionalInt attempt, String field, String before, String after) {
  public Difference {
    requireNonNull(delivery, "delivery is null");
    requireNonNull(attempt, "attempt is null");
    requireNonNull(field, "field is null");
    requireNonNull(before, "before is null");
    requireNonNull(after, "after is null");
  }

  /// About no delivery.
  public static Difference of(String field, String before, String after) {
    return new Difference(Optional.empty(), OptionalInt.empty(), field, before, after);
  }
}
