package mailctl.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts who is in a plan and who would get the email now, and keeps the first of each difference.
final class DriftTally {
  private final int most;
  private final List<PlanDrift.Member> joined = new ArrayList<>();
  private final List<PlanDrift.Member> left = new ArrayList<>();
  private final List<PlanDrift.Member> changed = new ArrayList<>();
  private long joinedCount;
  private long leftCount;
  private long changedCount;

  DriftTally(int most) {
    this.most = most;
  }

  /// One registration, then and now. Who was skipped and is skipped now gets nothing, whatever the
  /// reasons.
  void add(Optional<SendPlanStore.Member> then, Optional<SendPlanStore.Member> now) {
    Optional<Long> before = then.flatMap(SendPlanStore.Member::fingerprint);
    Optional<Long> after = now.flatMap(SendPlanStore.Member::fingerprint);
    if (before.isEmpty() && after.isPresent()) {
      joinedCount++;
      String words =
          then.flatMap(SendPlanStore.Member::skipReason).map(it -> "was " + it).orElse("");
      keep(joined, now.get(), words);
    } else if (before.isPresent() && after.isEmpty()) {
      leftCount++;
      String words =
          now.flatMap(SendPlanStore.Member::skipReason)
              .map(it -> "is " + it)
              .orElse("is not in the audience");
      keep(left, then.get(), words);
    } else if (!before.equals(after)) {
      changedCount++;
      keep(changed, now.get(), "");
    }
  }

  private void keep(List<PlanDrift.Member> list, SendPlanStore.Member member, String words) {
    if (list.size() < most) {
      list.add(new PlanDrift.Member(member.registration(), words.replace('_', ' ')));
    }
  }

  PlanDrift drift(long plan, boolean content) {
    return new PlanDrift(
        plan, content, joinedCount, joined, leftCount, left, changedCount, changed);
  }
}
