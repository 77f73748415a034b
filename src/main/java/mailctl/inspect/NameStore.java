package mailctl.inspect;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;

import java.util.Optional;
import java.util.regex.Pattern;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;

/// Finds events and organizations by id or slug. An id wins over a slug of the same digits, as
/// everywhere on the command line.
final class NameStore {
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

  Optional<EventName> event(Tx tx, String idOrSlug) {
    return tx.dsl()
        .select(EVENT.ID, EVENT.SLUG, EVENT.TITLE)
        .from(EVENT)
        .where(named(EVENT.ID, EVENT.SLUG, idOrSlug))
        .orderBy(EVENT.SLUG.eq(idOrSlug))
        .limit(1)
        .fetchOptional(row -> new EventName(row.value1(), row.value2(), row.value3()));
  }

  Optional<Long> organization(Tx tx, String idOrSlug) {
    return tx.dsl()
        .select(ORGANIZATION.ID)
        .from(ORGANIZATION)
        .where(named(ORGANIZATION.ID, ORGANIZATION.SLUG, idOrSlug))
        .orderBy(ORGANIZATION.SLUG.eq(idOrSlug))
        .limit(1)
        .fetchOptional(ORGANIZATION.ID);
  }

  private static Condition named(Field<Long> id, Field<String> slug, String idOrSlug) {
    return ID.matcher(idOrSlug).matches()
        ? slug.eq(idOrSlug).or(id.eq(Long.valueOf(idOrSlug)))
        : slug.eq(idOrSlug);
  }
}
