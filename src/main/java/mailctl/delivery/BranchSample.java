package mailctl.delivery;

import java.util.List;
import mailctl.audience.RegistrationId;

/// Those recipients of an email for whom its sections decide the same.
///
/// @param decisions in words: `vendor_category is Food`, `no booth_number`
/// @param samples the first few of them
public record BranchSample(List<String> decisions, long recipients, List<RegistrationId> samples) {
  public BranchSample {
    decisions = List.copyOf(decisions);
    samples = List.copyOf(samples);
  }

  public String words() {
    return decisions.isEmpty() ? "everybody" : String.join(", ", decisions);
  }
}
