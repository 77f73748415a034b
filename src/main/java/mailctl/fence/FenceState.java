package mailctl.fence;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// What a database is, and why it must not send, if so.
///
/// @param differences none: it is the one that it takes itself for
/// @param hosts how many hosts have sent from it
/// @param forgetful why this host cannot remember the epoch, if so
public record FenceState(
    String installation,
    int generation,
    long epoch,
    List<Difference> differences,
    int hosts,
    Optional<String> forgetful) {
  public FenceState {
    requireNonNull(installation, "installation is null");
    differences = List.copyOf(differences);
    requireNonNull(forgetful, "forgetful is null");
  }

  public boolean isFenced() {
    return !differences.isEmpty();
  }

  /// What differs, in one sentence.
  public String words() {
    return words(differences);
  }

  static String words(List<Difference> differences) {
    return String.join("; ", differences.stream().map(Difference::words).toList());
  }
}
