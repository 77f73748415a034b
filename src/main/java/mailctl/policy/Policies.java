package mailctl.policy;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.suppression.SuppressionStore;

/// Tries policies on the history, and applies them.
public final class Policies {
  private final Database database;
  private final InstantSource clock;
  private final SuppressionStore suppressions;
  private final PolicyStore store = new PolicyStore();
  private final IncidentStore history = new IncidentStore();

  public Policies(Database database, InstantSource clock, SuppressionStore suppressions) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
  }

  /// The one in force; empty while the usual one holds.
  public Optional<PolicyStore.Applied> current() {
    return database.transaction(store::current);
  }

  /// What it would change. Changes nothing and keeps nobody waiting.
  ///
  /// @param force releases spam reports, too, if the policy says so
  public PolicyChange trial(BouncePolicy policy, boolean force) {
    return database.transaction(tx -> change(tx, policy, force));
  }

  /// Changes it: all or nothing. Who applies events waits meanwhile, and judges by the new one.
  public PolicyChange apply(BouncePolicy policy, boolean force, String by) {
    return database.transaction(
        tx -> {
          store.lock(tx);
          PolicyChange change = change(tx, policy, force);
          long id = store.add(tx, policy, clock.instant(), by);
          suppressions.add(tx, change.rows().add());
          store.restore(tx, change.rows().restore());
          store.lift(tx, change.rows().lift(), id, clock.instant());
          return change;
        });
  }

  private PolicyChange change(Tx tx, BouncePolicy policy, boolean force) {
    PolicyChange.Making making = new PolicyChange.Making(policy, force, store.global(tx));
    history.each(tx, making::judge);
    return making.change();
  }
}
