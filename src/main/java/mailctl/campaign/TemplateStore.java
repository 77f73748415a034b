package mailctl.campaign;

import static mailctl.database.schema.Tables.CAMPAIGN_TEMPLATE;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.TEMPLATE_ITEM;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mailctl.audience.OrganizationId;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Campaign templates.
public final class TemplateStore {
  /// A template in a list.
  public record Summary(
      long id, OrganizationId organization, String name, boolean isDefault, int items) {}

  private final TemplateItemStore items = new TemplateItemStore();

  /// Of one organization, or of all, by name.
  public List<Summary> list(Tx tx, Optional<OrganizationId> organization) {
    var count =
        DSL.field(
            DSL.selectCount()
                .from(TEMPLATE_ITEM)
                .where(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID.eq(CAMPAIGN_TEMPLATE.ID)));
    return tx.dsl()
        .select(
            CAMPAIGN_TEMPLATE.ID,
            CAMPAIGN_TEMPLATE.ORGANIZATION_ID,
            CAMPAIGN_TEMPLATE.NAME,
            CAMPAIGN_TEMPLATE.IS_DEFAULT,
            count)
        .from(CAMPAIGN_TEMPLATE)
        .where(
            organization
                .map(id -> CAMPAIGN_TEMPLATE.ORGANIZATION_ID.eq(id.value()))
                .orElse(DSL.noCondition()))
        .orderBy(CAMPAIGN_TEMPLATE.NAME, CAMPAIGN_TEMPLATE.ID)
        .fetch(
            row ->
                new Summary(
                    row.value1(),
                    new OrganizationId(row.value2()),
                    row.value3(),
                    row.value4(),
                    row.value5()));
  }

  public Optional<CampaignTemplate> find(Tx tx, long id) {
    List<CampaignTemplate.Item> list =
        items.list(tx, id).stream().map(TemplateItemStore.Stored::item).toList();
    return tx.dsl()
        .selectFrom(CAMPAIGN_TEMPLATE)
        .where(CAMPAIGN_TEMPLATE.ID.eq(id))
        .fetchOptional(
            row ->
                new CampaignTemplate(
                    row.getName(), row.getDescription(), row.getIsDefault(), list));
  }

  public Optional<Long> findByName(Tx tx, OrganizationId organization, String name) {
    return tx.dsl()
        .select(CAMPAIGN_TEMPLATE.ID)
        .from(CAMPAIGN_TEMPLATE)
        .where(
            CAMPAIGN_TEMPLATE.ORGANIZATION_ID.eq(organization.value()),
            CAMPAIGN_TEMPLATE.NAME.eq(name))
        .fetchOptional(row -> row.value1());
  }

  public Optional<Long> findDefault(Tx tx, OrganizationId organization) {
    return tx.dsl()
        .select(CAMPAIGN_TEMPLATE.ID)
        .from(CAMPAIGN_TEMPLATE)
        .where(
            CAMPAIGN_TEMPLATE.ORGANIZATION_ID.eq(organization.value()),
            CAMPAIGN_TEMPLATE.IS_DEFAULT.isTrue())
        .fetchOptional(row -> row.value1());
  }

  /// How many emails were made from it, by the slugs of their events.
  public SortedMap<String, Integer> uses(Tx tx, long template) {
    SortedMap<String, Integer> uses = new TreeMap<>();
    tx.dsl()
        .select(EVENT.SLUG, DSL.count())
        .from(TEMPLATE_ITEM)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.TEMPLATE_ITEM_ID.eq(TEMPLATE_ITEM.ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .where(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID.eq(template))
        .groupBy(EVENT.SLUG)
        .forEach(row -> uses.put(row.value1(), row.value2()));
    return uses;
  }

  /// Nobody else changes, uses or deletes it until the end of the transaction.
  void lock(Tx tx, long template) {
    tx.dsl()
        .select(CAMPAIGN_TEMPLATE.ID)
        .from(CAMPAIGN_TEMPLATE)
        .where(CAMPAIGN_TEMPLATE.ID.eq(template))
        .forNoKeyUpdate()
        .execute();
  }

  long insert(Tx tx, OrganizationId organization, CampaignTemplate template, Instant now) {
    if (template.isDefault()) {
      clearDefault(tx, organization);
    }
    long id =
        tx.dsl()
            .insertInto(CAMPAIGN_TEMPLATE)
            .set(CAMPAIGN_TEMPLATE.ORGANIZATION_ID, organization.value())
            .set(CAMPAIGN_TEMPLATE.NAME, template.name())
            .set(CAMPAIGN_TEMPLATE.DESCRIPTION, template.description())
            .set(CAMPAIGN_TEMPLATE.IS_DEFAULT, template.isDefault())
            .set(CAMPAIGN_TEMPLATE.CREATED_AT, now)
            .set(CAMPAIGN_TEMPLATE.UPDATED_AT, now)
            .returningResult(CAMPAIGN_TEMPLATE.ID)
            .fetchSingle()
            .value1();
    items.insert(tx, id, template.items());
    return id;
  }

  /// Emails on the schedule keep pointing at what they were made from.
  void replace(
      Tx tx, long id, OrganizationId organization, CampaignTemplate template, Instant now) {
    lock(tx, id);
    if (template.isDefault()) {
      clearDefault(tx, organization);
    }
    tx.dsl()
        .update(CAMPAIGN_TEMPLATE)
        .set(CAMPAIGN_TEMPLATE.DESCRIPTION, template.description())
        .set(CAMPAIGN_TEMPLATE.IS_DEFAULT, template.isDefault())
        .set(CAMPAIGN_TEMPLATE.UPDATED_AT, now)
        .where(CAMPAIGN_TEMPLATE.ID.eq(id))
        .execute();
    items.replace(tx, id, template.items());
  }

  void makeDefault(Tx tx, long template, OrganizationId organization, Instant now) {
    clearDefault(tx, organization);
    tx.dsl()
        .update(CAMPAIGN_TEMPLATE)
        .set(CAMPAIGN_TEMPLATE.IS_DEFAULT, true)
        .set(CAMPAIGN_TEMPLATE.UPDATED_AT, now)
        .where(CAMPAIGN_TEMPLATE.ID.eq(template))
        .execute();
  }

  void delete(Tx tx, long template) {
    tx.dsl().deleteFrom(CAMPAIGN_TEMPLATE).where(CAMPAIGN_TEMPLATE.ID.eq(template)).execute();
  }

  private static void clearDefault(Tx tx, OrganizationId organization) {
    tx.dsl()
        .update(CAMPAIGN_TEMPLATE)
        .set(CAMPAIGN_TEMPLATE.IS_DEFAULT, false)
        .where(
            CAMPAIGN_TEMPLATE.ORGANIZATION_ID.eq(organization.value()),
            CAMPAIGN_TEMPLATE.IS_DEFAULT.isTrue())
        .execute();
  }
}
