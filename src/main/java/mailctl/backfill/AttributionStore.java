package mailctl.backfill;

import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/// Finds whose mail is meant, for many addresses at a time.
final class AttributionStore {
  /// A recipient of a request, as the provider's log names it: the address in lower case.
  record Recipient(String messageId, String email) {}

  /// By address in lower case, what was accepted for it, the newest first.
  Map<String, List<Candidate>> accepted(Tx tx, Collection<String> emails) {
    Map<String, List<Candidate>> found = new HashMap<>();
    tx.dsl()
        .resultQuery(
            """
            select n.email, a.delivery_id, a.number, s.called_at, a.owed,
              coalesce(a.outcome, '') as outcome, a.outcome_at, a.spam_reported_at,
              a.unsubscribed_at
            from unnest({0}) as n (email)
            join delivery d on lower(d.email) = n.email
            join attempt a on a.delivery_id = d.id and lower(a.email) = n.email
            join submission s on s.id = a.submission_id and s.state = 'accepted'
            where a.rejection is null
            order by s.called_at desc, a.id desc
            """,
            texts(emails))
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.get("email", String.class), _ -> new ArrayList<>())
                    .add(attempt(row)));
    return found;
  }

  /// Those among the addresses that ever registered.
  Set<String> known(Tx tx, Collection<String> emails) {
    return new HashSet<>(
        tx.dsl()
            .resultQuery(
                """
                select n.email from unnest({0}) as n (email)
                where exists (select from registration r where lower(r.email) = n.email)
                """,
                texts(emails))
            .fetch(row -> row.get(0, String.class)));
  }

  /// Those of which nothing final was heard; without a message id of ours, all that were sent to
  /// such an address and are in doubt.
  Set<Recipient> owed(Tx tx, Collection<Recipient> recipients) {
    List<Recipient> asked = List.copyOf(recipients);
    return new HashSet<>(
        tx.dsl()
            .resultQuery(
                """
                select n.message_id, n.email from unnest({0}, {1}) as n (message_id, email)
                where exists (
                    select from submission s
                    join attempt a on a.submission_id = s.id and lower(a.email) = n.email
                    where s.message_id = n.message_id and a.owed)
                  or exists (
                    select from delivery d
                    join attempt a on a.delivery_id = d.id and a.owed
                    join submission s on s.id = a.submission_id
                    where lower(d.email) = n.email and s.message_id is null
                      and s.state in ('accepted', 'in_doubt'))
                """,
                texts(asked.stream().map(Recipient::messageId).toList()),
                texts(asked.stream().map(Recipient::email).toList()))
            .fetch(row -> new Recipient(row.get(0, String.class), row.get(1, String.class))));
  }

  /// When the oldest message that owes something was accepted.
  Optional<Instant> oldestOwed(Tx tx) {
    return tx.dsl()
        .resultQuery(
            """
            select min(s.called_at) from attempt a join submission s on s.id = a.submission_id
            where a.owed and s.state in ('accepted', 'in_doubt')
            """)
        .fetchOptional(row -> row.get(0, Instant.class));
  }

  private static Candidate attempt(Record row) {
    return new Candidate(
        row.get("delivery_id", Long.class),
        row.get("number", Integer.class),
        row.get("called_at", Instant.class),
        row.get("owed", Boolean.class),
        row.get("outcome", String.class),
        Optional.ofNullable(row.get("outcome_at", Instant.class)),
        Optional.ofNullable(row.get("spam_reported_at", Instant.class)),
        Optional.ofNullable(row.get("unsubscribed_at", Instant.class)));
  }

  private static Field<String[]> texts(Collection<String> values) {
    return val(values.toArray(String[]::new), SQLDataType.CLOB.array());
  }
}
