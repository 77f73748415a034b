package mailctl.delivery;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.DOMAIN_PACE;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/// Slowed domains in the database.
final class PaceStore {
  /// Adds blocks to their slots, always in one order of the rows, and slows the domains of the
  /// slots that are full. The latest end wins, whichever comes first.
  void add(Tx tx, Map<DomainPace.Slot, Integer> blocks, PacePolicy policy) {
    List<DomainPace.Slot> slots =
        blocks.keySet().stream()
            .sorted(
                Comparator.comparing(DomainPace.Slot::domain)
                    .thenComparing(DomainPace.Slot::kind)
                    .thenComparing(DomainPace.Slot::start))
            .toList();
    tx.dsl()
        .query(
            """
            with added as (
              insert into domain_blocks as b (domain, kind, slot, blocks)
              select n.domain, n.kind, n.slot, n.blocks
              from unnest({0}, {1}, {2}, {3}) as n (domain, kind, slot, blocks)
              on conflict (domain, kind, slot) do update set blocks = b.blocks + excluded.blocks
              returning domain, kind, slot, blocks
            ), pause as (
              select a.domain, a.kind, a.slot + p.length as until
              from added a
              join unnest(array['reputation', 'volume'],
                  array[{4} * interval '1 second', {5} * interval '1 second'])
                as p (kind, length) on p.kind = a.kind
              where a.blocks >= {6} and p.length > {7} * interval '1 second'
            )
            insert into domain_pace as p (domain, until, kind)
            select distinct on (domain) domain, until, kind from pause
            order by domain, until desc, kind desc
            on conflict (domain) do update set until = excluded.until, kind = excluded.kind
            where (excluded.until, excluded.kind) > (p.until, p.kind)
            """,
            array(slots, String[]::new, SQLDataType.CLOB.array(), DomainPace.Slot::domain),
            array(
                slots,
                String[]::new,
                SQLDataType.CLOB.array(),
                slot -> slot.kind().name().toLowerCase(Locale.ROOT)),
            array(slots, Instant[]::new, SQLDataType.INSTANT.array(), DomainPace.Slot::start),
            array(
                slots,
                Integer[]::new,
                SQLDataType.INTEGER.array(),
                slot -> requireNonNull(blocks.get(slot))),
            val(policy.reputation().plus(PacePolicy.SLOT).toSeconds()),
            val(policy.volume().plus(PacePolicy.SLOT).toSeconds()),
            val(policy.blocks()),
            val(PacePolicy.SLOT.toSeconds()))
        .execute();
  }

  /// Forgets some slots of before that time; others may be at it, too.
  void forget(Tx tx, Instant before) {
    tx.dsl()
        .query(
            """
            delete from domain_blocks b using (
              select domain, kind, slot from domain_blocks where slot < {0}
              limit 1000 for update skip locked) old
            where b.domain = old.domain and b.kind = old.kind and b.slot = old.slot
            """,
            val(before))
        .execute();
  }

  /// Until when each domain gets no mail.
  Map<String, Instant> slowed(Tx tx, Instant now) {
    return tx.dsl()
        .select(DOMAIN_PACE.DOMAIN, DOMAIN_PACE.UNTIL)
        .from(DOMAIN_PACE)
        .where(DOMAIN_PACE.UNTIL.gt(now))
        .fetchMap(DOMAIN_PACE.DOMAIN, DOMAIN_PACE.UNTIL);
  }

  /// Rows that somebody else has locked are passed over: they are being claimed or put off.
  ///
  /// @param after the id of the last delivery that was looked at
  /// @return the id after which to go on; empty when there was none
  OptionalLong putOff(
      Tx tx,
      ScheduledEmailId email,
      Map<String, Instant> slowed,
      Instant now,
      long after,
      int limit) {
    List<String> domains = slowed.keySet().stream().sorted().toList();
    return tx.dsl()
        .resultQuery(
            """
            with late as (
              select d.id, p.until
              from delivery d
              join unnest({1}, {2}) as p (domain, until)
                on p.domain = lower(substring(d.email from '[^@]*$'))
              where d.scheduled_email_id = {0} and d.due_at <= {3} and d.id > {5}
              order by d.id limit {4}
              for no key update of d skip locked
            ), moved as (
            update delivery d set not_before = late.until, due_at = late.until,
              resend_at = case when d.resend_at is not null then late.until end
            from late where d.id = late.id)
            select max(id) from late
            """,
            val(email.value()),
            array(domains, String[]::new, SQLDataType.CLOB.array(), domain -> domain),
            array(
                domains,
                Instant[]::new,
                SQLDataType.INSTANT.array(),
                domain -> requireNonNull(slowed.get(domain))),
            val(now),
            val(limit),
            val(after))
        .fetchOptional(row -> row.get(0, Long.class))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static <T, V> Field<V[]> array(
      List<T> values,
      java.util.function.IntFunction<V[]> maker,
      org.jooq.DataType<V[]> type,
      Function<T, V> get) {
    return val(values.stream().map(get).toArray(maker), type);
  }
}
