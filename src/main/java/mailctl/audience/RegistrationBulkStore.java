package mailctl.audience;

import java.util.List;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// Writes registrations by the thousand.
final class RegistrationBulkStore {
  /// The attributes in {11} are replaced, and gone when null; others stay.
  private static final String UPSERT =
      """
      insert into registration as r (event_id, email, name, business_name, phone, website, status,
        category, payment_status, registered_on, attributes)
      select {0}, n.email,
        coalesce(n.name, o.name, ''),
        coalesce(n.business_name, o.business_name, ''),
        coalesce(n.phone, o.phone, ''),
        coalesce(n.website, o.website, ''),
        coalesce(nullif(n.status, ''), o.status, 'pending'),
        coalesce(n.category, o.category, ''),
        coalesce(nullif(n.payment_status, ''), o.payment_status, 'unpaid'),
        case when n.registered_on is null then o.registered_on
          else cast(nullif(n.registered_on, '') as date) end,
        (coalesce(o.attributes, '{}') - cast({11} as text[])) || jsonb_strip_nulls(n.attributes)
      from (
        select a.position, a.email, a.name, a.business_name, a.phone, a.website, a.status,
          a.category, a.payment_status, a.registered_on, cast(a.attributes as jsonb) as attributes
        from unnest(cast({1} as text[]), cast({2} as text[]), cast({3} as text[]),
            cast({4} as text[]), cast({5} as text[]), cast({6} as text[]), cast({7} as text[]),
            cast({8} as text[]), cast({9} as text[]), cast({10} as text[])) with ordinality
          as a (email, name, business_name, phone, website, status, category, payment_status,
            registered_on, attributes, position)) n
      left join registration o on o.event_id = {0} and lower(o.email) = lower(n.email)
      order by n.position
      on conflict (event_id, lower(email)) do update set
        email = excluded.email, name = excluded.name, business_name = excluded.business_name,
        phone = excluded.phone, website = excluded.website, status = excluded.status,
        category = excluded.category, payment_status = excluded.payment_status,
        registered_on = excluded.registered_on, attributes = excluded.attributes,
        updated_at = now()
      where (r.email, r.name, r.business_name, r.phone, r.website, r.status, r.category,
          r.payment_status, r.registered_on, r.attributes)
        is distinct from (excluded.email, excluded.name, excluded.business_name, excluded.phone,
          excluded.website, excluded.status, excluded.category, excluded.payment_status,
          excluded.registered_on, excluded.attributes)
      returning r.xmax = 0 as inserted
      """;

  /// Inserts or updates registrations of one event by their addresses, in one statement. No address
  /// may occur twice. Waits for other imports into the event.
  ImportedRegistrations upsert(Tx tx, EventId event, List<RegistrationValues> rows) {
    tx.dsl().execute("select from event where id = {0} for no key update", DSL.val(event.value()));
    Field<String[]> emails =
        DSL.val(rows.stream().map(RegistrationValues::email).toArray(String[]::new));
    // What is not in the file is taken from the rows as they are: nobody may change them meanwhile.
    tx.dsl()
        .fetch(
            """
            select count(*) from (
              select from registration
              where event_id = {0}
                and lower(email) in (select lower(e) from unnest(cast({1} as text[])) e)
              order by id for no key update) locked
            """,
            DSL.val(event.value()), emails);
    Result<Record1<Boolean>> changed =
        tx.dsl()
            .fetch(
                UPSERT,
                DSL.val(event.value()),
                emails,
                column(rows, RegistrationColumn.NAME),
                column(rows, RegistrationColumn.BUSINESS_NAME),
                column(rows, RegistrationColumn.PHONE),
                column(rows, RegistrationColumn.WEBSITE),
                column(rows, RegistrationColumn.STATUS),
                column(rows, RegistrationColumn.CATEGORY),
                column(rows, RegistrationColumn.PAYMENT_STATUS),
                column(rows, RegistrationColumn.REGISTERED_ON),
                DSL.val(
                    rows.stream()
                        .map(row -> Attributes.write(row.attributes()))
                        .toArray(String[]::new)),
                DSL.val(
                    rows.stream()
                        .flatMap(row -> row.attributes().keySet().stream())
                        .distinct()
                        .toArray(String[]::new)))
            .into(DSL.field("inserted", Boolean.class));
    int inserted = (int) changed.stream().filter(Record1::value1).count();
    return new ImportedRegistrations(
        inserted, changed.size() - inserted, rows.size() - changed.size());
  }

  private static Field<@Nullable String[]> column(
      List<RegistrationValues> rows, RegistrationColumn column) {
    @Nullable String[] texts = new String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = rows.get(i).columns().get(column);
    }
    return DSL.val(texts);
  }
}
