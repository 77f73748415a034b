package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import mailctl.audience.Registration;

/// The branches of every version of an email. Each is looked at for the whole audience, as who goes
/// first gets one of them and the rest any.
final class PlanSurvey {
  private final Map<String, BranchSurvey> versions = new LinkedHashMap<>();

  PlanSurvey(Contents contents) {
    requireNonNull(contents, "contents is null")
        .all()
        .forEach((name, content) -> versions.put(name, new BranchSurvey(content)));
  }

  void add(Registration registration, Function<String, String> values) {
    versions.values().forEach(each -> each.add(registration, values));
  }

  List<BranchSample> branches() {
    return versions.entrySet().stream()
        .flatMap(each -> each.getValue().branches(each.getKey()).stream())
        .toList();
  }

  /// A placeholder that several versions have counts once.
  List<SendPlan.Missing> missing() {
    Map<String, SendPlan.Missing> missing = new LinkedHashMap<>();
    BinaryOperator<SendPlan.Missing> more =
        BinaryOperator.maxBy(Comparator.comparingLong(SendPlan.Missing::recipients));
    for (BranchSurvey each : versions.values()) {
      each.missing().forEach(it -> missing.merge(it.placeholder(), it, more));
    }
    return List.copyOf(missing.values());
  }
}
