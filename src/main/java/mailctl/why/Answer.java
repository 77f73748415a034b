package mailctl.why;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import mailctl.suppression.ErasureStore;
import mailctl.suppression.SuppressionEntry;

/// Everything that explains what an address was sent.
///
/// @param address in lower case
/// @param erased its owner was forgotten: what stood here before is under a pseudonym
/// @param suppressions all that are known of it, lifted ones too
/// @param chains one for each scheduled email that was asked about, or that has to do with it
public record Answer(
    String address,
    Optional<ErasureStore.Erased> erased,
    List<SuppressionEntry> suppressions,
    List<Chain> chains) {
  public Answer {
    requireNonNull(address, "address is null");
    requireNonNull(erased, "erased is null");
    suppressions = List.copyOf(suppressions);
    chains = List.copyOf(chains);
  }
}
