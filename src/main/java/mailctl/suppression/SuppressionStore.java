package mailctl.suppression;

import static mailctl.database.schema.Tables.SUPPRESSION;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mailctl.database.SqlEnum;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.SuppressionRecord;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The list of those who must not be mailed. Addresses are compared in lower case.
public final class SuppressionStore {
  /// Records what is new and returns how much that was. Evidence that is known, lifted or not,
  /// changes nothing.
  public int add(Tx tx, List<Suppression> suppressions) {
    if (suppressions.isEmpty()) {
      return 0;
    }
    // In the order of the unique key, so that two that add the same do not deadlock.
    return tx.dsl()
        .execute(
            """
            insert into suppression
              (email, scope, organization_id, event_id, reason, source, evidence, suppressed_at)
            select lower(n.email), n.scope, n.organization_id, n.event_id, n.reason, n.source,
              n.evidence, n.suppressed_at
            from unnest(
                cast({0} as text[]), cast({1} as text[]), cast({2} as bigint[]),
                cast({3} as bigint[]), cast({4} as text[]), cast({5} as text[]),
                cast({6} as text[]), cast({7} as timestamptz[]))
              as n (email, scope, organization_id, event_id, reason, source, evidence,
                suppressed_at)
            order by lower(n.email), n.evidence
            on conflict (email, evidence) do nothing
            """,
            texts(suppressions, Suppression::email),
            texts(suppressions, each -> scopeWord(each.scope())),
            ids(suppressions, SuppressionStore::organization),
            ids(suppressions, SuppressionStore::event),
            texts(suppressions, each -> SqlEnum.word(each.reason())),
            texts(suppressions, each -> SqlEnum.word(each.source())),
            texts(suppressions, Suppression::evidence),
            texts(suppressions, each -> each.suppressedAt().toString()));
  }

  /// Whether mail to `email` about an event of an organization is suppressed now: for the `where`
  /// or `case` of another store's statement.
  public static Condition isSuppressed(
      Field<String> email, Field<Long> organizationId, Field<Long> eventId) {
    return DSL.exists(
        DSL.selectOne().from(SUPPRESSION).where(reaches(email, organizationId, eventId)));
  }

  /// Why mail to `email` is suppressed, as "unsubscribed (global)"; no row when it is not. The
  /// widest scope speaks, then the oldest entry. For a `lateral` join or a scalar subquery.
  public static Select<Record1<String>> suppressedBecause(
      Field<String> email, Field<Long> organizationId, Field<Long> eventId) {
    return DSL.select(
            DSL.replace(SUPPRESSION.REASON, DSL.inline("_"), DSL.inline(" "))
                .concat(DSL.inline(" ("), SUPPRESSION.SCOPE, DSL.inline(")"))
                .as("suppressed_because"))
        .from(SUPPRESSION)
        .where(reaches(email, organizationId, eventId))
        .orderBy(
            DSL.choose(SUPPRESSION.SCOPE)
                .when(DSL.inline("global"), DSL.inline(1))
                .when(DSL.inline("organization"), DSL.inline(2))
                .otherwise(DSL.inline(3)),
            SUPPRESSION.SUPPRESSED_AT,
            SUPPRESSION.EVIDENCE)
        .limit(DSL.inline(1));
  }

  private static Condition reaches(
      Field<String> email, Field<Long> organizationId, Field<Long> eventId) {
    return SUPPRESSION
        .EMAIL
        .eq(DSL.lower(email))
        .and(SUPPRESSION.LIFTED_AT.isNull())
        .and(
            SUPPRESSION
                .SCOPE
                .eq(DSL.inline("global"))
                .or(SUPPRESSION.ORGANIZATION_ID.eq(organizationId))
                .or(SUPPRESSION.EVENT_ID.eq(eventId)));
  }

  /// Everything known about one address, lifted or not, oldest first.
  public List<SuppressionEntry> of(Tx tx, String email) {
    return tx.dsl()
        .selectFrom(SUPPRESSION)
        .where(SUPPRESSION.EMAIL.eq(DSL.lower(email.strip())))
        .orderBy(SUPPRESSION.ID)
        .fetch(SuppressionStore::entry);
  }

  /// As `of`, for many: by address in lower case; nothing is known of those that are not in there.
  public Map<String, List<SuppressionEntry>> of(Tx tx, Collection<String> emails) {
    String[] asked =
        emails.stream().map(each -> each.strip().toLowerCase(Locale.ROOT)).toArray(String[]::new);
    return tx.dsl()
        .selectFrom(SUPPRESSION)
        .where(SUPPRESSION.EMAIL.eq(DSL.any(DSL.val(asked))))
        .orderBy(SUPPRESSION.ID)
        .fetchGroups(SUPPRESSION.EMAIL, SuppressionStore::entry);
  }

  /// What is active, oldest first: at most `limit` entries with ids above `after` (0: from the
  /// start).
  public List<SuppressionEntry> list(Tx tx, long after, int limit) {
    return tx.dsl()
        .selectFrom(SUPPRESSION)
        .where(SUPPRESSION.LIFTED_AT.isNull())
        .and(SUPPRESSION.ID.gt(after))
        .orderBy(SUPPRESSION.ID)
        .limit(limit)
        .fetch(SuppressionStore::entry);
  }

  /// As `list`, with what was lifted.
  public List<SuppressionEntry> all(Tx tx, long after, int limit) {
    return tx.dsl()
        .selectFrom(SUPPRESSION)
        .where(SUPPRESSION.ID.gt(after))
        .orderBy(SUPPRESSION.ID)
        .limit(limit)
        .fetch(SuppressionStore::entry);
  }

  /// Takes back these and no others, so that what was added after a person looked stays; returns
  /// how many of them were active.
  public int lift(Tx tx, Collection<SuppressionId> ids, String by, Instant at) {
    return tx.dsl()
        .update(SUPPRESSION)
        .set(SUPPRESSION.LIFTED_AT, at)
        .set(SUPPRESSION.LIFTED_BY, by)
        .where(SUPPRESSION.ID.in(ids.stream().map(SuppressionId::value).toList()))
        .and(SUPPRESSION.LIFTED_AT.isNull())
        .execute();
  }

  private static SuppressionEntry entry(SuppressionRecord row) {
    Scope scope =
        switch (row.getScope()) {
          case "global" -> new Scope.Global();
          case "organization" -> new Scope.Organization(row.getOrganizationId());
          case "event" -> new Scope.Event(row.getEventId());
          default -> throw new IllegalStateException("no scope is called " + row.getScope());
        };
    Optional<SuppressionEntry.Lifted> lifted =
        Optional.ofNullable(row.getLiftedAt())
            .map(at -> new SuppressionEntry.Lifted(at, row.getLiftedBy()));
    return new SuppressionEntry(
        new SuppressionId(row.getId()),
        new Suppression(
            row.getEmail(),
            scope,
            SqlEnum.of(SuppressionReason.class, row.getReason()),
            SqlEnum.of(SuppressionSource.class, row.getSource()),
            row.getEvidence(),
            row.getSuppressedAt()),
        lifted);
  }

  private static Field<String[]> texts(
      List<Suppression> suppressions, Function<Suppression, String> text) {
    return DSL.val(suppressions.stream().map(text).toArray(String[]::new));
  }

  private static Field<@Nullable Long[]> ids(
      List<Suppression> suppressions, Function<Scope, @Nullable Long> id) {
    @Nullable Long[] ids = new Long[suppressions.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id.apply(suppressions.get(i).scope());
    }
    return DSL.val(ids);
  }

  static String scopeWord(Scope scope) {
    return switch (scope) {
      case Scope.Global _ -> "global";
      case Scope.Organization _ -> "organization";
      case Scope.Event _ -> "event";
    };
  }

  private static @Nullable Long organization(Scope scope) {
    return scope instanceof Scope.Organization organization ? organization.id() : null;
  }

  private static @Nullable Long event(Scope scope) {
    return scope instanceof Scope.Event event ? event.id() : null;
  }
}
