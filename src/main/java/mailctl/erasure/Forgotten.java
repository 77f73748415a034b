package mailctl.erasure;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What was found of a person, and taken out.
///
/// @param pseudonym what stands in the place of the address now
/// @param posts webhook posts that were rewritten
/// @param parked parked elements that were rewritten
/// @param stillNamed what names the address on purpose and has to be changed by a person, in words
public record Forgotten(
    String pseudonym,
    int registrations,
    int deliveries,
    int attempts,
    int providerEvents,
    int suppressions,
    int posts,
    int parked,
    List<String> stillNamed) {
  public Forgotten {
    requireNonNull(pseudonym, "pseudonym is null");
    stillNamed = List.copyOf(stillNamed);
  }

  /// Whether nothing was known of the address.
  public boolean isNobody() {
    return registrations + deliveries + attempts + providerEvents + suppressions + posts + parked
        == 0;
  }
}
