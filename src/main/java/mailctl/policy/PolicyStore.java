package mailctl.policy;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.BOUNCE_POLICY;
import static mailctl.database.schema.Tables.SUPPRESSION;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.SuppressionRecord;

/// The policy in force, and the suppressions that follow from policies.
public final class PolicyStore {
  /// A policy that was applied.
  public record Applied(long id, BouncePolicy policy, Instant at, String by) {
    public Applied {
      requireNonNull(policy, "policy is null");
      requireNonNull(at, "at is null");
      requireNonNull(by, "by is null");
    }
  }

  /// A suppression by a provider event, as far as it matters here. `lifted` is by whom.
  record Standing(
      long id,
      String address,
      String evidence,
      String reason,
      Optional<String> lifted,
      Optional<Instant> liftedAt) {}

  static final String BY_POLICY = "policy ";

  /// The policy cannot change until the transaction ends; others may share it.
  public BouncePolicy share(Tx tx) {
    tx.dsl().execute("select pg_advisory_xact_lock_shared(hashtext('mailctl.bounce_policy'))");
    return current(tx).map(Applied::policy).orElse(BouncePolicy.USUAL);
  }

  /// Nobody judges by a policy until the transaction ends.
  void lock(Tx tx) {
    tx.dsl().execute("select pg_advisory_xact_lock(hashtext('mailctl.bounce_policy'))");
  }

  /// Empty while the usual one holds.
  public Optional<Applied> current(Tx tx) {
    return tx.dsl()
        .selectFrom(BOUNCE_POLICY)
        .orderBy(BOUNCE_POLICY.ID.desc())
        .limit(1)
        .fetchOptional(
            row ->
                new Applied(
                    row.getId(),
                    PolicyFile.read("the stored policy", row.getRules()),
                    row.getAppliedAt(),
                    row.getAppliedBy()));
  }

  long add(Tx tx, BouncePolicy policy, Instant at, String by) {
    return tx.dsl()
        .insertInto(BOUNCE_POLICY)
        .set(BOUNCE_POLICY.RULES, PolicyFile.write(policy))
        .set(BOUNCE_POLICY.APPLIED_AT, at)
        .set(BOUNCE_POLICY.APPLIED_BY, by)
        .returning(BOUNCE_POLICY.ID)
        .fetchSingle(BOUNCE_POLICY.ID);
  }

  /// All global ones, whatever they rest on.
  List<Standing> global(Tx tx) {
    return tx.dsl()
        .selectFrom(SUPPRESSION)
        .where(SUPPRESSION.SCOPE.eq("global"))
        .orderBy(SUPPRESSION.ID)
        .fetch(PolicyStore::standing);
  }

  private static Standing standing(SuppressionRecord row) {
    return new Standing(
        row.getId(),
        row.getEmail(),
        row.getEvidence(),
        row.getReason(),
        Optional.ofNullable(row.getLiftedBy()),
        Optional.ofNullable(row.getLiftedAt()));
  }

  void lift(Tx tx, Collection<Long> ids, long policy, Instant at) {
    tx.dsl()
        .update(SUPPRESSION)
        .set(SUPPRESSION.LIFTED_AT, at)
        .set(SUPPRESSION.LIFTED_BY, BY_POLICY + policy)
        .where(SUPPRESSION.ID.in(ids))
        .and(SUPPRESSION.LIFTED_AT.isNull())
        .execute();
  }

  /// Those that a policy had lifted hold again.
  void restore(Tx tx, Collection<Long> ids) {
    tx.dsl()
        .update(SUPPRESSION)
        .setNull(SUPPRESSION.LIFTED_AT)
        .setNull(SUPPRESSION.LIFTED_BY)
        .where(SUPPRESSION.ID.in(ids))
        .and(SUPPRESSION.LIFTED_BY.startsWith(BY_POLICY))
        .execute();
  }
}
