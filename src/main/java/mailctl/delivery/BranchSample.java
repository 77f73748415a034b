package mailctl.delivery;

import java.util.List;
import java.util.Optional;
import mailctl.audience.RegistrationId;

/// Those recipients of an email for whom its sections decide the same.
///
/// @param variant the version, of an email that has several; else empty
/// @param decisions in words: `vendor_category is Food`, `no booth_number`
/// @param samples the first few of them
public record BranchSample(
    Optional<String> variant,
    List<String> decisions,
    long recipients,
    List<RegistrationId> samples) {
  public BranchSample {
    decisions = List.copyOf(decisions);
    samples = List.copyOf(samples);
  }

  public String words() {
    String who = decisions.isEmpty() ? "everybody" : String.join(", ", decisions);
    return variant.map(it -> "variant " + it + ", ").orElse("") + who;
  }
}
