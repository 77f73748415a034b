package mailctl.audience;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.suppression.SuppressionStore;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record9;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The one audience query. What is listed, counted and previewed comes from the same `select` that
/// planning inserts deliveries from, so that nobody is shown and not mailed, or the other way
/// round.
public final class AudienceStore {
  /// The columns of `select`, for statements around it.
  public static final Field<Long> REGISTRATION_ID = column("registration_id", Long.class);

  public static final Field<String> EMAIL = column("email", String.class);
  public static final Field<String> NAME = column("name", String.class);
  public static final Field<String> BUSINESS_NAME = column("business_name", String.class);
  public static final Field<String> CATEGORY = column("category", String.class);
  public static final Field<String> STATUS = column("status", String.class);
  public static final Field<String> PAYMENT_STATUS = column("payment_status", String.class);

  /// Null for those who get the mail.
  public static final Field<String> SKIP_REASON = column("skip_reason", String.class);

  /// Empty when there is nothing to add to the reason.
  public static final Field<String> SKIP_DETAIL = column("skip_detail", String.class);

  /// Everyone whom `filter` selects, each with the reason to skip them or none; in no order. The
  /// database allows an address once per event, so no two rows share one: `duplicate_address` is
  /// for the planner, who knows what was planned before. To be narrowed with `and`, ordered, or
  /// inserted from.
  public SelectConditionStep<
          Record9<Long, String, String, String, String, String, String, String, String>>
      select(Tx tx, EventId event, RecipientFilter filter) {
    Table<?> suppressed =
        DSL.lateral(
                SuppressionStore.suppressedBecause(
                    REGISTRATION.EMAIL, EVENT.ORGANIZATION_ID, REGISTRATION.EVENT_ID))
            .as("suppressed");
    Field<String> because = suppressed.field(0, String.class);
    return tx.dsl()
        .select(
            REGISTRATION.ID.as(REGISTRATION_ID),
            REGISTRATION.EMAIL.as(EMAIL),
            REGISTRATION.NAME.as(NAME),
            REGISTRATION.BUSINESS_NAME.as(BUSINESS_NAME),
            REGISTRATION.CATEGORY.as(CATEGORY),
            REGISTRATION.STATUS.as(STATUS),
            REGISTRATION.PAYMENT_STATUS.as(PAYMENT_STATUS),
            DSL.when(isInvalid(), DSL.inline(Words.word(SkipReason.INVALID_ADDRESS)))
                .when(because.isNotNull(), DSL.inline(Words.word(SkipReason.SUPPRESSED)))
                .as(SKIP_REASON),
            DSL.when(isInvalid(), DSL.inline("not an address that can be mailed"))
                .when(because.isNotNull(), because)
                .otherwise(DSL.inline(""))
                .as(SKIP_DETAIL))
        .from(REGISTRATION)
        .join(EVENT)
        .on(EVENT.ID.eq(REGISTRATION.EVENT_ID))
        .leftJoin(suppressed)
        .on(DSL.trueCondition())
        .where(REGISTRATION.EVENT_ID.eq(event.value()))
        .and(matches(filter));
  }

  public AudienceCount count(Tx tx, EventId event, RecipientFilter filter) {
    Table<?> audience = select(tx, event, filter).asTable("audience");
    Field<String> reason = audience.field(SKIP_REASON);
    long included = 0;
    Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
    for (var row :
        tx.dsl()
            .select(reason, DSL.count().cast(Long.class))
            .from(audience)
            .groupBy(reason)
            .fetch()) {
      if (row.value1() == null) {
        included = row.value2();
      } else {
        skipped.put(Words.constant(SkipReason.class, row.value1()), row.value2());
      }
    }
    return new AudienceCount(included, skipped);
  }

  /// How many registrations of the event `filter` fits, whatever may speak against mailing them.
  public long matching(Tx tx, EventId event, RecipientFilter filter) {
    return tx.dsl()
        .fetchCount(REGISTRATION, REGISTRATION.EVENT_ID.eq(event.value()).and(matches(filter)));
  }

  /// The first `limit` members with registrations above `after` (0: from the start), in the order
  /// of their registrations.
  public List<AudienceMember> list(
      Tx tx, EventId event, RecipientFilter filter, int limit, long after) {
    return select(tx, event, filter)
        .and(REGISTRATION.ID.gt(after))
        .orderBy(REGISTRATION.ID)
        .limit(limit)
        .fetch(AudienceStore::member);
  }

  /// As `list`, but those who are skipped alone.
  public List<AudienceMember> listSkipped(
      Tx tx, EventId event, RecipientFilter filter, int limit, long after) {
    Table<Record9<Long, String, String, String, String, String, String, String, String>> audience =
        select(tx, event, filter).and(REGISTRATION.ID.gt(after)).asTable("audience");
    return tx.dsl()
        .selectFrom(audience)
        .where(audience.field(SKIP_REASON).isNotNull())
        .orderBy(audience.field(REGISTRATION_ID))
        .limit(limit)
        .fetch(AudienceStore::member);
  }

  /// One registration as a member of the audience; empty when the filter does not select it.
  public Optional<AudienceMember> find(
      Tx tx, EventId event, RecipientFilter filter, RegistrationId registration) {
    return select(tx, event, filter)
        .and(REGISTRATION.ID.eq(registration.value()))
        .fetchOptional(AudienceStore::member);
  }

  /// Each key of the filter, held against a registration by the same conditions that select;
  /// nothing for a filter that selects everyone.
  public List<FilterClause> clauses(Tx tx, RecipientFilter filter, Registration registration) {
    List<FilterClause> clauses = new ArrayList<>();
    filter
        .toMap()
        .forEach(
            (key, values) -> {
              boolean holds =
                  tx.dsl()
                      .fetchExists(
                          REGISTRATION,
                          REGISTRATION
                              .ID
                              .eq(registration.id().value())
                              .and(matches(RecipientFilter.of(Map.of(key, values)))));
              clauses.add(new FilterClause(key, values, actual(registration, key), holds));
            });
    return clauses;
  }

  private static String actual(Registration registration, String key) {
    return switch (key) {
      case FilterReader.STATUS, FilterReader.EXCLUDE_STATUS -> Words.word(registration.status());
      case FilterReader.PAYMENT_STATUS -> Words.word(registration.paymentStatus());
      case FilterReader.CATEGORY -> registration.category();
      case FilterReader.EMAIL -> registration.email();
      default -> {
        String name = key.substring(FilterReader.ATTRIBUTES.length());
        yield registration.attributes().getOrDefault(name, "");
      }
    };
  }

  /// The registrations that `filter` selects, whatever may speak against mailing them. For other
  /// statements over `registration`.
  static Condition matches(RecipientFilter filter) {
    List<Condition> conditions = new ArrayList<>();
    if (!filter.statuses().isEmpty()) {
      conditions.add(REGISTRATION.STATUS.in(words(filter.statuses())));
    }
    if (!filter.excludedStatuses().isEmpty()) {
      conditions.add(REGISTRATION.STATUS.notIn(words(filter.excludedStatuses())));
    }
    if (!filter.paymentStatuses().isEmpty()) {
      conditions.add(REGISTRATION.PAYMENT_STATUS.in(words(filter.paymentStatuses())));
    }
    if (!filter.categories().isEmpty()) {
      conditions.add(isOneOf(REGISTRATION.CATEGORY, filter.categories()));
    }
    if (!filter.emails().isEmpty()) {
      conditions.add(isOneOf(REGISTRATION.EMAIL, filter.emails()));
    }
    filter.attributes().forEach((name, values) -> conditions.add(isOneOf(attribute(name), values)));
    return DSL.and(conditions);
  }

  /// The server makes both sides lower case, as its rules for letters are not always Java's.
  private static Condition isOneOf(Field<String> field, Collection<String> values) {
    return DSL.lower(field).in(values.stream().map(value -> DSL.lower(DSL.val(value))).toList());
  }

  /// As text, whatever JSON type another application gave it.
  private static Field<String> attribute(String name) {
    Field<JSONB> attributes = REGISTRATION.ATTRIBUTES;
    return DSL.field("({0} ->> {1})", SQLDataType.CLOB, attributes, DSL.val(name));
  }

  private static Condition isInvalid() {
    Field<String> email = REGISTRATION.EMAIL;
    return DSL.not(email.likeRegex(DSL.inline(AddressSyntax.REGEX)))
        .or(DSL.length(email).gt(DSL.inline(AddressSyntax.MAX_LENGTH)))
        .or(DSL.position(email, DSL.inline("@")).gt(DSL.inline(AddressSyntax.MAX_LOCAL_PART + 1)));
  }

  private static AudienceMember member(
      Record9<Long, String, String, String, String, String, String, String, String> row) {
    return new AudienceMember(
        new RegistrationId(row.value1()),
        row.value2(),
        row.value3(),
        row.value4(),
        row.value5(),
        Words.constant(RegistrationStatus.class, row.value6()),
        Words.constant(PaymentStatus.class, row.value7()),
        Optional.ofNullable(row.value8()).map(reason -> Words.constant(SkipReason.class, reason)),
        row.value9());
  }

  private static List<String> words(Collection<? extends Enum<?>> constants) {
    return constants.stream().map(Words::word).toList();
  }

  private static <T> Field<T> column(String name, Class<T> type) {
    return DSL.field(DSL.name(name), type);
  }
}
