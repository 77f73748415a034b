package mailctl.erasure;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// What was found of a person, and taken out.
///
/// @param pseudonym what stands in the place of the address now
/// @param former addresses that the person had before, forgotten with it
/// @param posts webhook posts that were rewritten
/// @param parked parked elements that were rewritten
/// @param stillNamed what names the address on purpose and has to be changed by a person, in words
public record Forgotten(
    String pseudonym,
    List<String> former,
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
    former = List.copyOf(former);
    stillNamed = List.copyOf(stillNamed);
  }

  /// With what else names the person and stays.
  Forgotten alsoNamedIn(List<String> more) {
    List<String> all = new ArrayList<>(stillNamed);
    all.addAll(more);
    return new Forgotten(
        pseudonym,
        former,
        registrations,
        deliveries,
        attempts,
        providerEvents,
        suppressions,
        posts,
        parked,
        all);
  }

  /// After a first look at the same deliveries: those, and their events, are counted in this again.
  Forgotten withThoseBefore(Forgotten first, int wishes) {
    return new Forgotten(
        pseudonym,
        former,
        first.registrations + registrations,
        deliveries,
        attempts,
        providerEvents + wishes,
        first.suppressions + suppressions,
        first.posts + posts,
        first.parked + parked,
        first.stillNamed);
  }

  /// Whether nothing was known of the address.
  public boolean isNobody() {
    return registrations + deliveries + attempts + providerEvents + suppressions + posts + parked
        == 0;
  }
}
