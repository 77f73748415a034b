package mailctl.delivery;

import static mailctl.database.schema.Tables.SETTLEMENT_EVIDENCE;
import static mailctl.database.schema.Tables.SUBMISSION;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.database.Tx;

/// What settled doubts, one row for each settlement, never changed.
final class EvidenceStore {
  void add(Tx tx, SubmissionId id, Evidence evidence) {
    tx.dsl()
        .insertInto(SETTLEMENT_EVIDENCE)
        .set(SETTLEMENT_EVIDENCE.SUBMISSION_ID, id.value())
        .set(SETTLEMENT_EVIDENCE.KIND, lower(evidence.kind()))
        .set(SETTLEMENT_EVIDENCE.STATE, lower(evidence.state()))
        .set(SETTLEMENT_EVIDENCE.WHO, evidence.who())
        .set(SETTLEMENT_EVIDENCE.WORDS, evidence.words())
        .set(SETTLEMENT_EVIDENCE.AT, evidence.at())
        .execute();
  }

  /// Before the submissions change, which are locked. An event that was faster than the answer to a
  /// call settles no doubt, as there was none yet.
  void addProofs(Tx tx, Map<SubmissionId, Evidence> proofs) {
    if (proofs.isEmpty()) {
      return;
    }
    Set<Long> settled =
        tx.dsl()
            .select(SUBMISSION.ID)
            .from(SUBMISSION)
            .where(SUBMISSION.ID.in(proofs.keySet().stream().map(SubmissionId::value).toList()))
            .and(SUBMISSION.STATE.in("in_doubt", "returned", "rejected", "given_up"))
            .fetchSet(SUBMISSION.ID);
    proofs.forEach(
        (id, evidence) -> {
          if (settled.contains(id.value())) {
            add(tx, id, evidence);
          }
        });
  }

  Optional<Evidence> latest(Tx tx, SubmissionId id) {
    return tx.dsl()
        .selectFrom(SETTLEMENT_EVIDENCE)
        .where(SETTLEMENT_EVIDENCE.SUBMISSION_ID.eq(id.value()))
        .orderBy(SETTLEMENT_EVIDENCE.ID.desc())
        .limit(1)
        .fetchOptional(
            row ->
                new Evidence(
                    Evidence.Kind.valueOf(row.getKind().toUpperCase(Locale.ROOT)),
                    SubmissionState.valueOf(row.getState().toUpperCase(Locale.ROOT)),
                    row.getWho(),
                    row.getWords(),
                    row.getAt()));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
