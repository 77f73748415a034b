package mailctl.proof;

import java.util.concurrent.atomic.AtomicLong;

/// How long and from which seed the property suite runs, and what it has tried. Longer:
///
/// ```sh
/// scripts/test -Dtest='mailctl/proof/*Test' -Dmailctl.proof.rounds=20 -Dmailctl.proof.seed=7
/// ```
final class Proof {
  static final long SEED = Long.getLong("mailctl.proof.seed", 20_260_301L);
  static final int ROUNDS = Integer.getInteger("mailctl.proof.rounds", 1);

  private final String name;
  private final AtomicLong sets = new AtomicLong();
  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong events = new AtomicLong();

  Proof(String name) {
    this.name = name;
  }

  void sets(int more) {
    sets.addAndGet(more);
  }

  /// @param posted how many events were posted, copies included
  void orders(int more, int posted) {
    orders.addAndGet(more);
    events.addAndGet(posted);
  }

  /// For the person who runs it.
  void report() {
    System.out.printf(
        "proof=%s seed=%d rounds=%d sets=%d orders=%d events=%d%n",
        name, SEED, ROUNDS, sets.get(), orders.get(), events.get());
  }
}
