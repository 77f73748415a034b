package mailctl.campaign;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.FROZEN_PARTIAL;
import static mailctl.database.schema.Tables.PARTIAL;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mailctl.audience.EventId;
import mailctl.audience.OrganizationId;
import mailctl.database.Tx;
import mailctl.message.Partials;
import org.jooq.impl.DSL;

/// The partials of organizations, and those that emails have taken with them.
public final class PartialStore {
  private static final Pattern INCLUDE = Pattern.compile("\\{\\{\\s*>");

  /// What an email may include: what it took with it when it started, else what there is now.
  public Partials of(Tx tx, ScheduledEmail email) {
    if (!includesAny(email.content())) {
      return Partials.NONE;
    }
    Map<String, Partials.Source> frozen =
        tx.dsl()
            .selectFrom(FROZEN_PARTIAL)
            .where(FROZEN_PARTIAL.SCHEDULED_EMAIL_ID.eq(email.id().value()))
            .fetchMap(
                row -> row.getName(), row -> new Partials.Source(row.getHtml(), row.getText()));
    return frozen.isEmpty() ? of(tx, email.event()) : Partials.of(frozen);
  }

  /// Of the organization that runs the event.
  public Partials of(Tx tx, EventId event) {
    OrganizationId organization =
        new OrganizationId(
            tx.dsl()
                .select(EVENT.ORGANIZATION_ID)
                .from(EVENT)
                .where(EVENT.ID.eq(event.value()))
                .fetchSingle(EVENT.ORGANIZATION_ID));
    return of(tx, organization);
  }

  public Partials of(Tx tx, OrganizationId organization) {
    return Partials.of(
        tx.dsl()
            .selectFrom(PARTIAL)
            .where(PARTIAL.ORGANIZATION_ID.eq(organization.value()))
            .fetchMap(
                row -> row.getName(), row -> new Partials.Source(row.getHtml(), row.getText())));
  }

  /// An email that starts takes with it what there is now; what it took before stays.
  public void freeze(Tx tx, ScheduledEmail email) {
    if (!includesAny(email.content())) {
      return;
    }
    tx.dsl()
        .insertInto(
            FROZEN_PARTIAL,
            FROZEN_PARTIAL.SCHEDULED_EMAIL_ID,
            FROZEN_PARTIAL.NAME,
            FROZEN_PARTIAL.HTML,
            FROZEN_PARTIAL.TEXT)
        .select(
            DSL.select(DSL.val(email.id().value()), PARTIAL.NAME, PARTIAL.HTML, PARTIAL.TEXT)
                .from(PARTIAL)
                .join(EVENT)
                .on(EVENT.ORGANIZATION_ID.eq(PARTIAL.ORGANIZATION_ID))
                .where(EVENT.ID.eq(email.event().value()))
                .andNotExists(
                    DSL.selectOne()
                        .from(FROZEN_PARTIAL)
                        .where(FROZEN_PARTIAL.SCHEDULED_EMAIL_ID.eq(email.id().value()))))
        .execute();
  }

  private static boolean includesAny(EmailContent content) {
    return INCLUDE.matcher(content.html()).find() || INCLUDE.matcher(content.text()).find();
  }

  List<Partial> list(Tx tx, OrganizationId organization) {
    return tx.dsl()
        .selectFrom(PARTIAL)
        .where(PARTIAL.ORGANIZATION_ID.eq(organization.value()))
        .orderBy(PARTIAL.NAME)
        .fetch(
            row -> new Partial(row.getName(), new Partials.Source(row.getHtml(), row.getText())));
  }

  Optional<Partial> find(Tx tx, OrganizationId organization, String name) {
    return list(tx, organization).stream().filter(it -> it.name().equals(name)).findFirst();
  }

  void save(Tx tx, OrganizationId organization, Partial partial, Instant now) {
    tx.dsl()
        .insertInto(PARTIAL)
        .set(PARTIAL.ORGANIZATION_ID, organization.value())
        .set(PARTIAL.NAME, partial.name())
        .set(PARTIAL.HTML, partial.source().html())
        .set(PARTIAL.TEXT, partial.source().text())
        .set(PARTIAL.CREATED_AT, now)
        .set(PARTIAL.UPDATED_AT, now)
        .onConflict(PARTIAL.ORGANIZATION_ID, PARTIAL.NAME)
        .doUpdate()
        .set(PARTIAL.HTML, partial.source().html())
        .set(PARTIAL.TEXT, partial.source().text())
        .set(PARTIAL.UPDATED_AT, now)
        .execute();
  }

  void delete(Tx tx, OrganizationId organization, String name) {
    tx.dsl()
        .deleteFrom(PARTIAL)
        .where(PARTIAL.ORGANIZATION_ID.eq(organization.value()), PARTIAL.NAME.eq(name))
        .execute();
  }

  /// The emails of an organization whose content is not settled yet and that include something.
  List<ScheduledEmail> includers(Tx tx, OrganizationId organization) {
    return tx
        .dsl()
        .select(SCHEDULED_EMAIL)
        .from(SCHEDULED_EMAIL)
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(EVENT.ORGANIZATION_ID.eq(organization.value()))
        .and(SCHEDULED_EMAIL.STARTED_AT.isNull())
        .and(SCHEDULED_EMAIL.STATUS.ne("cancelled"))
        .orderBy(SCHEDULED_EMAIL.ID)
        .fetch(row -> ScheduledEmailStore.email(row.value1()))
        .stream()
        .filter(email -> includesAny(email.content()))
        .toList();
  }
}
