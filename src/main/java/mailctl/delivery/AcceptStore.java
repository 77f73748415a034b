package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailctl.database.ArraySql;
import mailctl.database.Tx;

/// Settles accepted submissions in one statement, without reading what happened before.
final class AcceptStore {
  /// An event of an attempt proves its submission accepted before it changes anything else. So as
  /// long as one is `calling` under our lock, nobody has heard of its attempts, and a delivery for
  /// which this is the first one was sent and no more, as the fold would say, too. Submissions are
  /// locked before deliveries, both in id order, and judged as they are under the lock.
  private static final String ACCEPT =
      """
      with mine as materialized (
        select s.id, n.message_id, n.at
        from unnest(?, ?, ?, ?) as n (id, owner, message_id, at)
        join submission s on s.id = n.id
        where s.owner = n.owner and s.state = 'calling'
        order by s.id for no key update of s
      ), settled as (
        update submission s set state = 'accepted', detail = '', settled_at = m.at,
          message_id = coalesce(m.message_id, s.message_id)
        from mine m where s.id = m.id
        returning s.id, s.settled_at
      ), locked as materialized (
        select d.id, s.settled_at
        from settled s
        join attempt a on a.submission_id = s.id
        join delivery d on d.id = a.delivery_id
        order by d.id for no key update of d
      ), sent as (
        update delivery d set status = 'sent', status_at = l.settled_at, reason = ''
        from locked l
        where d.id = l.id and d.status = 'sending' and d.attempts = 1 and d.resend_at is null
        returning d.id
      )
      select s.id, null::bigint from settled s
      union all
      select null, l.id from locked l where (select count(*) from sent) < (select count(*) from locked)
        and l.id not in (select id from sent)
      """;

  /// @param messageId what the provider calls it, if it said so
  record Accepted(SubmissionStore.Token proof, Optional<String> messageId) {
    Accepted {
      requireNonNull(proof, "proof is null");
      requireNonNull(messageId, "messageId is null");
    }
  }

  /// @param settled the others are no longer in a call of ours
  /// @param unusual deliveries of those settled whose status is still to be derived
  record Written(Set<SubmissionId> settled, List<DeliveryId> unusual) {}

  Written accept(Tx tx, List<Accepted> accepted, Instant now) {
    Set<SubmissionId> settled = new HashSet<>();
    List<DeliveryId> unusual = new ArrayList<>();
    PlannerStore.lookUp(tx);
    ArraySql.query(
        tx,
        ACCEPT,
        bind ->
            bind.longs(accepted, each -> each.proof().id().value())
                .uuids(accepted, each -> each.proof().token())
                .texts(accepted, each -> each.messageId().orElse(null))
                .times(accepted, _ -> now),
        row -> {
          long submission = row.getLong(1);
          if (row.wasNull()) {
            unusual.add(new DeliveryId(row.getLong(2)));
          } else {
            settled.add(new SubmissionId(submission));
          }
        });
    return new Written(settled, unusual);
  }
}
