package mailctl.report;

import static mailctl.database.schema.Tables.DAILY_REPORT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.when;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import mailctl.database.Tx;

/// The rows that say who mails which day's report. Every change tests what was there before, so
/// that of any number of processes one does it.
final class DailyReportStore {
  /// Takes the report of a day that nobody took yet; false when somebody did.
  boolean begin(Tx tx, LocalDate day, UUID owner, Instant now, Instant leaseUntil) {
    return tx.dsl()
            .insertInto(DAILY_REPORT)
            .set(DAILY_REPORT.DAY, day)
            .set(DAILY_REPORT.STATE, "claimed")
            .set(DAILY_REPORT.OWNER, owner)
            .set(DAILY_REPORT.LEASE_UNTIL, leaseUntil)
            .set(DAILY_REPORT.CHANGED_AT, now)
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /// Takes one that is to be tried again.
  boolean tryAgain(Tx tx, LocalDate day, UUID owner, Instant now, Instant leaseUntil) {
    return tx.dsl()
            .update(DAILY_REPORT)
            .set(DAILY_REPORT.STATE, "claimed")
            .set(DAILY_REPORT.OWNER, owner)
            .set(DAILY_REPORT.LEASE_UNTIL, leaseUntil)
            .set(DAILY_REPORT.TRIES, DAILY_REPORT.TRIES.plus(1))
            .setNull(DAILY_REPORT.NEXT_TRY_AT)
            .set(DAILY_REPORT.CHANGED_AT, now)
            .where(DAILY_REPORT.DAY.eq(day))
            .and(DAILY_REPORT.STATE.eq("waiting"))
            .and(DAILY_REPORT.NEXT_TRY_AT.le(now))
            .execute()
        == 1;
  }

  /// Right before the call. False when the lease is over: then somebody else may have it.
  boolean call(Tx tx, LocalDate day, UUID owner, Instant now, Instant leaseUntil) {
    return tx.dsl()
            .update(DAILY_REPORT)
            .set(DAILY_REPORT.STATE, "calling")
            .set(DAILY_REPORT.LEASE_UNTIL, leaseUntil)
            .set(DAILY_REPORT.CHANGED_AT, now)
            .where(DAILY_REPORT.DAY.eq(day))
            .and(DAILY_REPORT.OWNER.eq(owner))
            .and(DAILY_REPORT.STATE.eq("claimed"))
            .and(DAILY_REPORT.LEASE_UNTIL.gt(now))
            .execute()
        == 1;
  }

  /// The answer, which counts even when it came after the call was taken for lost.
  void sent(Tx tx, LocalDate day, UUID owner, Optional<String> messageId, Instant now) {
    tx.dsl()
        .update(DAILY_REPORT)
        .set(DAILY_REPORT.STATE, "sent")
        .set(DAILY_REPORT.MESSAGE_ID, messageId.orElse(null))
        .set(DAILY_REPORT.WORDS, "")
        .set(DAILY_REPORT.CHANGED_AT, now)
        .where(DAILY_REPORT.DAY.eq(day))
        .and(DAILY_REPORT.OWNER.eq(owner))
        .and(DAILY_REPORT.STATE.in("calling", "in_doubt"))
        .execute();
  }

  void inDoubt(Tx tx, LocalDate day, UUID owner, String words, Instant now) {
    tx.dsl()
        .update(DAILY_REPORT)
        .set(DAILY_REPORT.STATE, "in_doubt")
        .set(DAILY_REPORT.WORDS, words)
        .set(DAILY_REPORT.CHANGED_AT, now)
        .where(DAILY_REPORT.DAY.eq(day))
        .and(DAILY_REPORT.OWNER.eq(owner))
        .and(DAILY_REPORT.STATE.eq("calling"))
        .execute();
  }

  /// It certainly was not sent: again later.
  void postpone(Tx tx, LocalDate day, UUID owner, String words, Instant nextTryAt, Instant now) {
    tx.dsl()
        .update(DAILY_REPORT)
        .set(DAILY_REPORT.STATE, "waiting")
        .set(DAILY_REPORT.NEXT_TRY_AT, nextTryAt)
        .set(DAILY_REPORT.WORDS, words)
        .set(DAILY_REPORT.CHANGED_AT, now)
        .where(DAILY_REPORT.DAY.eq(day))
        .and(DAILY_REPORT.OWNER.eq(owner))
        .and(DAILY_REPORT.STATE.in("claimed", "calling", "in_doubt"))
        .execute();
  }

  int tries(Tx tx, LocalDate day) {
    return tx.dsl()
        .select(DAILY_REPORT.TRIES)
        .from(DAILY_REPORT)
        .where(DAILY_REPORT.DAY.eq(day))
        .fetchSingle()
        .value1();
  }

  /// Of processes that died: what was not called is free again, of what was nobody knows. What
  /// waits when the next day's is due is given up. Returns how many.
  int tidy(Tx tx, LocalDate latest, Instant now) {
    int died =
        tx.dsl()
            .update(DAILY_REPORT)
            .set(
                DAILY_REPORT.STATE,
                when(DAILY_REPORT.STATE.eq("calling"), "in_doubt").otherwise("waiting"))
            .set(
                DAILY_REPORT.NEXT_TRY_AT,
                when(DAILY_REPORT.STATE.eq("claimed"), DAILY_REPORT.LEASE_UNTIL))
            .set(DAILY_REPORT.WORDS, "the process that had it ended")
            .set(DAILY_REPORT.CHANGED_AT, now)
            .where(DAILY_REPORT.STATE.in("claimed", "calling"))
            .and(DAILY_REPORT.LEASE_UNTIL.le(now))
            .execute();
    int givenUp =
        tx.dsl()
            .update(DAILY_REPORT)
            .set(DAILY_REPORT.STATE, "given_up")
            .setNull(DAILY_REPORT.NEXT_TRY_AT)
            .set(DAILY_REPORT.CHANGED_AT, now)
            .where(DAILY_REPORT.STATE.eq("waiting"))
            .and(DAILY_REPORT.DAY.lt(latest))
            .execute();
    return died + givenUp;
  }

  /// When something of those that are open is due, if any are.
  Optional<Instant> nextAt(Tx tx) {
    return Optional.ofNullable(
        tx.dsl()
            .select(min(coalesce(DAILY_REPORT.NEXT_TRY_AT, DAILY_REPORT.LEASE_UNTIL)))
            .from(DAILY_REPORT)
            .where(DAILY_REPORT.STATE.in("claimed", "calling", "waiting"))
            .fetchSingle()
            .value1());
  }
}
