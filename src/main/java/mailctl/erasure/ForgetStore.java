package mailctl.erasure;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.DOUBT_INQUIRY;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SETTLEMENT_EVIDENCE;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.jooq.impl.DSL.lower;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Takes one person out of the tables. Addresses are in lower case.
final class ForgetStore {
  /// A delivery that cannot be changed now.
  record Busy(long delivery, String status) {}

  /// Writes down that the address is to be forgotten, and says what stands in its place.
  ///
  /// @param again whether there is somebody to forget: another one than the last time
  String pseudonym(Tx tx, String address, boolean again, String by, Instant now) {
    return tx.dsl()
        .resultQuery(
            """
            insert into erased_address as e (hash, erased_at, erased_by)
            values (erasure_hash({0}), {1}, {2})
            on conflict (hash) do update
              set times = e.times + {3}, erased_at = excluded.erased_at, erased_by = excluded.erased_by
            returning erasure_pseudonym(e.hash, e.times)
            """,
            DSL.val(address),
            DSL.val(now, SQLDataType.INSTANT),
            DSL.val(by),
            DSL.val(again ? 1 : 0))
        .fetchSingle(row -> row.get(0, String.class));
  }

  List<Long> registrations(Tx tx, String address) {
    return tx.dsl()
        .select(REGISTRATION.ID)
        .from(REGISTRATION)
        .where(lower(REGISTRATION.EMAIL).eq(address))
        .orderBy(REGISTRATION.ID)
        .forNoKeyUpdate()
        .fetch(REGISTRATION.ID);
  }

  /// Those to the addresses, those to the registrations, which may have had another address, and
  /// those that are known to be the person's.
  List<Long> deliveries(Tx tx, List<String> addresses, List<Long> registrations, List<Long> known) {
    return tx.dsl()
        .select(DELIVERY.ID)
        .from(DELIVERY)
        .where(lower(DELIVERY.EMAIL).in(addresses))
        .or(DELIVERY.REGISTRATION_ID.in(registrations))
        .or(DELIVERY.ID.in(known))
        .orderBy(DELIVERY.ID)
        .fetch(DELIVERY.ID);
  }

  /// Locks them after their requests, as everybody does; the first that is under way, if any is.
  Optional<Busy> lock(Tx tx, List<Long> deliveries) {
    tx.dsl()
        .select(SUBMISSION.ID)
        .from(SUBMISSION)
        .where(SUBMISSION.ID.in(submissions(deliveries)))
        .orderBy(SUBMISSION.ID)
        .forNoKeyUpdate()
        .fetch();
    return tx
        .dsl()
        .select(DELIVERY.ID, DELIVERY.STATUS)
        .from(DELIVERY)
        .where(DELIVERY.ID.in(deliveries))
        .orderBy(DELIVERY.ID)
        .forNoKeyUpdate()
        .fetch(row -> new Busy(row.value1(), row.value2()))
        .stream()
        .filter(each -> each.status().equals("sending") || each.status().equals("in_doubt"))
        .findFirst();
  }

  private static Select<Record1<Long>> submissions(List<Long> deliveries) {
    return DSL.select(ATTEMPT.SUBMISSION_ID)
        .from(ATTEMPT)
        .where(ATTEMPT.DELIVERY_ID.in(deliveries));
  }

  /// Status, category and payment stay, which numbers rest on; the person goes.
  void blank(Tx tx, List<Long> registrations, String pseudonym) {
    tx.dsl()
        .update(REGISTRATION)
        .set(REGISTRATION.EMAIL, pseudonym)
        .set(REGISTRATION.NAME, "")
        .set(REGISTRATION.BUSINESS_NAME, "")
        .set(REGISTRATION.PHONE, "")
        .set(REGISTRATION.WEBSITE, "")
        .setNull(REGISTRATION.REGISTERED_ON)
        .set(REGISTRATION.ATTRIBUTES, JSONB.valueOf("{}"))
        .where(REGISTRATION.ID.in(registrations))
        .execute();
  }

  void deliveries(Tx tx, List<Long> ids, String address, String pseudonym) {
    tx.dsl()
        .update(DELIVERY)
        .set(DELIVERY.EMAIL, address(DELIVERY.EMAIL, address, pseudonym))
        .set(DELIVERY.REASON, scrubbed(DELIVERY.REASON, address, pseudonym))
        .set(DELIVERY.SKIP_DETAIL, scrubbed(DELIVERY.SKIP_DETAIL, address, pseudonym))
        .where(DELIVERY.ID.in(ids))
        .execute();
  }

  int attempts(Tx tx, List<Long> deliveries, String address, String pseudonym) {
    int changed =
        tx.dsl()
            .update(ATTEMPT)
            .set(ATTEMPT.EMAIL, address(ATTEMPT.EMAIL, address, pseudonym))
            .set(ATTEMPT.REJECTION, scrubbed(ATTEMPT.REJECTION, address, pseudonym))
            .set(ATTEMPT.OUTCOME_REASON, scrubbed(ATTEMPT.OUTCOME_REASON, address, pseudonym))
            .where(ATTEMPT.DELIVERY_ID.in(deliveries))
            .execute();
    tx.dsl()
        .update(SUBMISSION)
        .set(SUBMISSION.DETAIL, scrubbed(SUBMISSION.DETAIL, address, pseudonym))
        .where(SUBMISSION.ID.in(submissions(deliveries)))
        .and(names(SUBMISSION.DETAIL, address))
        .execute();
    tx.dsl()
        .update(DOUBT_INQUIRY)
        .set(DOUBT_INQUIRY.WORDS, scrubbed(DOUBT_INQUIRY.WORDS, address, pseudonym))
        .where(DOUBT_INQUIRY.SUBMISSION_ID.in(submissions(deliveries)))
        .execute();
    tx.dsl()
        .update(SETTLEMENT_EVIDENCE)
        .set(SETTLEMENT_EVIDENCE.WORDS, scrubbed(SETTLEMENT_EVIDENCE.WORDS, address, pseudonym))
        .where(SETTLEMENT_EVIDENCE.SUBMISSION_ID.in(submissions(deliveries)))
        .execute();
    return changed;
  }

  /// The machines that mail was read on are no business of ours any more, either.
  int history(Tx tx, List<Long> deliveries, String address, String pseudonym) {
    return history(tx, PROVIDER_EVENT.DELIVERY_ID.in(deliveries), address, pseudonym);
  }

  /// Events about mail that is not ours.
  int wishes(Tx tx, String address, String pseudonym) {
    return history(
        tx,
        PROVIDER_EVENT.DELIVERY_ID.isNull().and(PROVIDER_EVENT.EMAIL.eq(address)),
        address,
        pseudonym);
  }

  private static int history(Tx tx, Condition which, String address, String pseudonym) {
    return tx.dsl()
        .update(PROVIDER_EVENT)
        .set(PROVIDER_EVENT.EMAIL, address(PROVIDER_EVENT.EMAIL, address, pseudonym))
        .set(PROVIDER_EVENT.REASON, scrubbed(PROVIDER_EVENT.REASON, address, pseudonym))
        .set(PROVIDER_EVENT.URL, scrubbed(PROVIDER_EVENT.URL, address, pseudonym))
        .set(
            PROVIDER_EVENT.IP,
            DSL.field(
                "case when {0} is null or {0} = '' or {0} like 'erased-%' then {0} else"
                    + " 'erased-' || left(encode(erasure_hash({0}), 'hex'), 12) end",
                String.class, PROVIDER_EVENT.IP))
        .where(which)
        .execute();
  }

  /// What a person noted goes; every other proof stays, under the pseudonym.
  int suppressions(Tx tx, String address, String pseudonym) {
    return tx.dsl()
        .update(SUPPRESSION)
        .set(SUPPRESSION.EMAIL, pseudonym)
        .set(
            SUPPRESSION.EVIDENCE,
            DSL.when(
                    SUPPRESSION.SOURCE.eq("operator"),
                    DSL.concat(DSL.inline("operator, note erased "), SUPPRESSION.ID))
                .otherwise(scrubbed(SUPPRESSION.EVIDENCE, address, pseudonym)))
        .where(SUPPRESSION.EMAIL.eq(address))
        .execute();
  }

  /// Filters that name the address: frozen where mail went out by them, and anybody's to change
  /// where not.
  List<String> stillNamed(Tx tx, String address) {
    List<String> found = new ArrayList<>();
    tx.dsl()
        .resultQuery(
            """
            select 'the filter of scheduled email ' || id from scheduled_email
            where position({0} in lower(filter::text)) > 0
            union all
            select 'the filter of template item ' || id from template_item
            where position({0} in lower(filter::text)) > 0
            union all
            select 'organization ' || slug || ', as its sender' from organization
            where lower(email) = {0} or lower(reply_to) = {0}
            """,
            DSL.val(address))
        .forEach(row -> found.add(row.get(0, String.class)));
    return found;
  }

  private static Field<String> address(Field<String> column, String address, String pseudonym) {
    return DSL.when(lower(column).eq(address), DSL.val(pseudonym)).otherwise(column);
  }

  private static Condition names(Field<String> column, String address) {
    return DSL.position(lower(column), DSL.val(address)).gt(0);
  }

  /// Its text with the pseudonym wherever it names the address, in whatever case, and not as the
  /// end of a longer one.
  static Field<String> scrubbed(Field<String> column, String address, String pseudonym) {
    String quoted = address.replaceAll("([^\\p{L}\\p{N}@])", "\\\\$1").replace("@", "(?:@|%40)");
    String pattern = "(?:(?<![\\w.+-])|(?<=%[0-9a-f]{2}))" + quoted + "(?![\\w-]|\\.\\w)";
    return DSL.field(
        "regexp_replace({0}, {1}, {2}, 'gi')",
        String.class, column, DSL.val(pattern), DSL.val(pseudonym));
  }
}
