package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.message.Placeholder;

/// Counts the branches that an audience has, and the values that its members lack.
final class BranchSurvey {
  private static final int SAMPLES = 3;
  private static final int MISSING_SAMPLES = 20;

  private static final class Tally {
    final List<String> decisions;
    final List<RegistrationId> samples = new ArrayList<>();
    long count;

    Tally(List<String> decisions) {
      this.decisions = decisions;
    }

    void add(RegistrationId registration, int most) {
      count++;
      if (samples.size() < most) {
        samples.add(registration);
      }
    }
  }

  private final Content content;
  private final Map<String, Tally> branches = new LinkedHashMap<>();
  private final Map<String, Tally> missing = new LinkedHashMap<>();

  BranchSurvey(Content content) {
    this.content = requireNonNull(content, "content is null");
  }

  void add(Registration registration, Function<String, String> values) {
    branches
        .computeIfAbsent(
            content.branch(values), _ -> new Tally(content.message().decisions(values)))
        .add(registration.id(), SAMPLES);
    Set<String> told = new HashSet<>();
    for (Placeholder placeholder : content.placeholders(values)) {
      String variable = placeholder.variable();
      // The link is made when the mail is.
      if (!variable.equals("unsubscribe_link")
          && values.apply(variable).isBlank()
          && told.add(placeholder.toString())) {
        missing
            .computeIfAbsent(placeholder.toString(), _ -> new Tally(List.of(variable)))
            .add(registration.id(), MISSING_SAMPLES);
      }
    }
  }

  /// @param variant the version that this is about; empty when there is one only
  List<BranchSample> branches(String variant) {
    Optional<String> name = Optional.of(variant).filter(it -> !it.isEmpty());
    return branches.values().stream()
        .map(it -> new BranchSample(name, it.decisions, it.count, it.samples))
        .toList();
  }

  List<SendPlan.Missing> missing() {
    return missing.entrySet().stream()
        .map(
            entry ->
                new SendPlan.Missing(
                    entry.getKey(), entry.getValue().count, entry.getValue().samples))
        .toList();
  }
}
