package mailctl.campaign;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mailctl.database.Tx;

/// Deliveries that a test makes up.
final class FakeDeliveries implements Deliveries {
  final Map<ScheduledEmailId, Integer> waiting = new HashMap<>();
  final Set<ScheduledEmailId> existing = new HashSet<>();

  @Override
  public boolean hasAny(Tx tx, ScheduledEmailId email) {
    return existing.contains(email) || anyWaiting(tx, email);
  }

  @Override
  public boolean anyWaiting(Tx tx, ScheduledEmailId email) {
    return waiting.getOrDefault(email, 0) > 0;
  }

  @Override
  public boolean anyUnderWay(Tx tx, ScheduledEmailId email) {
    return false;
  }

  @Override
  public boolean hasFailedCanary(Tx tx, ScheduledEmailId email) {
    return false;
  }

  @Override
  public void overruleCanary(Tx tx, ScheduledEmailId email) {}

  @Override
  public int cancelQueued(Tx tx, ScheduledEmailId email) {
    Integer count = waiting.remove(email);
    return count == null ? 0 : count;
  }
}
