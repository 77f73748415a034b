package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SUBMISSION;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mailctl.database.ArraySql;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// The life of a submission. Whoever goes on with one proves by its token that it is still theirs.
final class SubmissionStore {
  /// A submission found under a lock.
  record Held(SubmissionId id, SubmissionState state, int recipients) {}

  /// A submission and the proof that it is ours.
  record Token(SubmissionId id, UUID token) {}

  /// A call about to be made, under that installation id.
  record Beginning(Token proof, String installation) {}

  private static final String BEGIN =
      """
      with mine as (
        select s.id, n.at, n.lease_until, n.installation
        from unnest(?, ?, ?, ?, ?) as n (id, owner, at, lease_until, installation)
        join submission s on s.id = n.id
        where s.owner = n.owner and s.state = 'claimed' and s.lease_until > n.at
        order by s.id for no key update of s)
      update submission s set state = 'calling', called_at = m.at, lease_until = m.lease_until,
        installation = m.installation
      from mine m where s.id = m.id
      returning s.id
      """;

  /// claimed → calling, for each of them. Refuses when the lease has run out, since somebody else
  /// may own the deliveries by now; grants the call the lease that it needs.
  ///
  /// @return those that are ours to call
  Set<SubmissionId> beginCalls(Tx tx, List<Beginning> calls, Instant now, Instant leaseUntil) {
    Set<SubmissionId> begun = new HashSet<>();
    PlannerStore.lookUp(tx);
    ArraySql.query(
        tx,
        BEGIN,
        bind ->
            bind.longs(calls, each -> each.proof().id().value())
                .uuids(calls, each -> each.proof().token())
                .times(calls, _ -> now)
                .times(calls, _ -> leaseUntil)
                .texts(calls, Beginning::installation),
        row -> begun.add(new SubmissionId(row.getLong(1))));
    return begun;
  }

  /// Locks a submission that is still ours, whatever state others have brought it to meanwhile.
  Optional<Held> lockOwn(Tx tx, SubmissionId id, UUID token) {
    return tx.dsl()
        .select(SUBMISSION.ID, SUBMISSION.STATE, SUBMISSION.RECIPIENTS)
        .from(SUBMISSION)
        .where(SUBMISSION.ID.eq(id.value()))
        .and(SUBMISSION.OWNER.eq(token))
        .forNoKeyUpdate()
        .fetchOptional(row -> held(row.value1(), row.value2(), row.value3()));
  }

  void settle(Tx tx, SubmissionId id, SubmissionState state, String detail, Instant now) {
    markOwing(tx, id, state);
    tx.dsl()
        .update(SUBMISSION)
        .set(SUBMISSION.STATE, lower(state))
        .set(SUBMISSION.DETAIL, detail)
        .set(
            SUBMISSION.DOUBTED_AT,
            state == SubmissionState.IN_DOUBT
                ? DSL.coalesce(SUBMISSION.DOUBTED_AT, now)
                : SUBMISSION.DOUBTED_AT)
        .set(SUBMISSION.SETTLED_AT, now)
        .set(SUBMISSION.CALLED_AT, DSL.coalesce(SUBMISSION.CALLED_AT, SUBMISSION.CLAIMED_AT))
        .where(SUBMISSION.ID.eq(id.value()))
        .execute();
  }

  /// Of attempts that came to nothing no event is owed, until one proves that they did not. Before
  /// the submission itself: nearly all are accepted at once, and then there is nothing to look at.
  private static void markOwing(Tx tx, SubmissionId id, SubmissionState state) {
    switch (state) {
      case RETURNED, REJECTED, GIVEN_UP ->
          tx.dsl()
              .update(ATTEMPT)
              .set(ATTEMPT.CLOSED, true)
              .where(ATTEMPT.SUBMISSION_ID.eq(id.value()))
              .and(ATTEMPT.CLOSED.isFalse())
              .execute();
      case ACCEPTED, IN_DOUBT ->
          tx.dsl()
              .update(ATTEMPT)
              .set(ATTEMPT.CLOSED, false)
              .from(SUBMISSION)
              .where(SUBMISSION.ID.eq(id.value()))
              .and(SUBMISSION.STATE.in("returned", "rejected", "given_up"))
              .and(ATTEMPT.SUBMISSION_ID.eq(SUBMISSION.ID))
              .execute();
      case CLAIMED, CALLING -> {}
    }
  }

  /// Accepted, on a provider event's word. It was taken when it was called, whenever we heard of
  /// it: no matter which of its events came first.
  void prove(Tx tx, Collection<SubmissionId> ids) {
    List<Long> proven = ids.stream().map(SubmissionId::value).toList();
    tx.dsl()
        .update(ATTEMPT)
        .set(ATTEMPT.CLOSED, false)
        .where(ATTEMPT.SUBMISSION_ID.in(proven))
        .and(ATTEMPT.CLOSED.isTrue())
        .execute();
    tx.dsl()
        .update(SUBMISSION)
        .set(SUBMISSION.STATE, lower(SubmissionState.ACCEPTED))
        .set(SUBMISSION.DETAIL, "proven by a provider event")
        .set(SUBMISSION.SETTLED_AT, DSL.coalesce(SUBMISSION.CALLED_AT, SUBMISSION.CLAIMED_AT))
        .set(SUBMISSION.CALLED_AT, DSL.coalesce(SUBMISSION.CALLED_AT, SUBMISSION.CLAIMED_AT))
        .where(SUBMISSION.ID.in(proven))
        .execute();
  }

  void addMessageId(Tx tx, SubmissionId id, String messageId) {
    tx.dsl()
        .update(SUBMISSION)
        .set(SUBMISSION.MESSAGE_ID, messageId)
        .where(SUBMISSION.ID.eq(id.value()))
        .execute();
  }

  void reject(Tx tx, Map<Long, String> wordsByAttempt) {
    wordsByAttempt.forEach(
        (attempt, words) ->
            tx.dsl()
                .update(ATTEMPT)
                .set(ATTEMPT.REJECTION, words)
                .where(ATTEMPT.ID.eq(attempt))
                .execute());
  }

  /// Puts the deliveries of a submission back in the queue, as the attempt found them: one that a
  /// person asked for stays one that a person asked for. Not the attempts that were rejected by
  /// name. Not those that have been tried again since, either. Locks in id order, as whoever
  /// applies events to them does.
  void requeue(Tx tx, SubmissionId id, Instant notBefore, Optional<Integer> batchLimit) {
    tx.dsl()
        .query(
            """
            select d.id from delivery d
            where d.id in (select a.delivery_id from attempt a where a.submission_id = {0})
            order by d.id
            for no key update of d
            """,
            DSL.val(id.value()))
        .execute();
    tx.dsl()
        .update(DELIVERY)
        .set(DELIVERY.NOT_BEFORE, notBefore)
        .set(
            DELIVERY.RESEND_AT,
            DSL.when(ATTEMPT.ORIGIN.eq("resend"), DSL.val(notBefore)).otherwise(DELIVERY.RESEND_AT))
        .set(
            DELIVERY.BATCH_LIMIT,
            DSL.coalesce(DSL.val(batchLimit.orElse(null), Integer.class), DELIVERY.BATCH_LIMIT))
        .from(ATTEMPT)
        .where(ATTEMPT.SUBMISSION_ID.eq(id.value()))
        .and(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
        .and(ATTEMPT.NUMBER.eq(DELIVERY.ATTEMPTS))
        .and(ATTEMPT.REJECTION.isNull())
        .execute();
  }

  List<DeliveryId> deliveries(Tx tx, Collection<SubmissionId> ids) {
    return tx.dsl()
        .selectDistinct(ATTEMPT.DELIVERY_ID)
        .from(ATTEMPT)
        .where(ATTEMPT.SUBMISSION_ID.in(ids.stream().map(SubmissionId::value).toList()))
        .orderBy(ATTEMPT.DELIVERY_ID)
        .fetch(row -> new DeliveryId(row.value1()));
  }

  /// Locks those whose owner has let the lease run out, in id order, passing over what others hold.
  List<Held> lockExpired(Tx tx, Instant now, int limit) {
    return tx.dsl()
        .select(SUBMISSION.ID, SUBMISSION.STATE, SUBMISSION.RECIPIENTS)
        .from(SUBMISSION)
        .where(SUBMISSION.STATE.in("claimed", "calling"))
        .and(SUBMISSION.LEASE_UNTIL.lt(now))
        .orderBy(SUBMISSION.ID)
        .limit(limit)
        .forNoKeyUpdate()
        .skipLocked()
        .fetch(row -> held(row.value1(), row.value2(), row.value3()));
  }

  /// When the next lease runs out.
  Optional<Instant> nextLeaseEnd(Tx tx) {
    return tx.dsl()
        .select(DSL.min(SUBMISSION.LEASE_UNTIL))
        .from(SUBMISSION)
        .where(SUBMISSION.STATE.in("claimed", "calling"))
        .fetchOptional(row -> row.value1());
  }

  /// Locks, in id order, those among `ids` that nobody has called accepted yet.
  List<SubmissionId> lockNotAccepted(Tx tx, Collection<SubmissionId> ids) {
    return tx.dsl()
        .select(SUBMISSION.ID)
        .from(SUBMISSION)
        .where(SUBMISSION.ID.in(ids.stream().map(SubmissionId::value).toList()))
        .and(SUBMISSION.STATE.ne("accepted"))
        .orderBy(SUBMISSION.ID)
        .forNoKeyUpdate()
        .fetch(row -> new SubmissionId(row.value1()));
  }

  /// Moves attempts of a claimed submission into one of their own, under the same token and lease.
  SubmissionId splitOff(Tx tx, SubmissionId from, Collection<Long> attempts) {
    long id =
        tx.dsl()
            .resultQuery(
                """
                insert into submission (scheduled_email_id, state, owner, lease_until, recipients,
                  claimed_at)
                select scheduled_email_id, state, owner, lease_until, {1}, claimed_at
                from submission where id = {0}
                returning id
                """,
                DSL.val(from.value()), DSL.val(attempts.size()))
            .fetchSingle()
            .get(0, Long.class);
    tx.dsl()
        .update(ATTEMPT)
        .set(ATTEMPT.SUBMISSION_ID, id)
        .where(ATTEMPT.ID.in(attempts))
        .and(ATTEMPT.SUBMISSION_ID.eq(from.value()))
        .execute();
    tx.dsl()
        .update(SUBMISSION)
        .set(SUBMISSION.RECIPIENTS, SUBMISSION.RECIPIENTS.minus(attempts.size()))
        .where(SUBMISSION.ID.eq(from.value()))
        .execute();
    return new SubmissionId(id);
  }

  private static Held held(long id, String state, int recipients) {
    return new Held(
        new SubmissionId(id), SubmissionState.valueOf(state.toUpperCase(Locale.ROOT)), recipients);
  }

  private static String lower(SubmissionState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
