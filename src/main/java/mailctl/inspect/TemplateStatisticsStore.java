package mailctl.inspect;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.CAMPAIGN_TEMPLATE;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.TEMPLATE_ITEM;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Tx;

/// Adds up what was made from the same email of a template. An event has one email of each at most.
final class TemplateStatisticsStore {
  private final StatisticsStore statistics;

  TemplateStatisticsStore(StatisticsStore statistics) {
    this.statistics = requireNonNull(statistics, "statistics is null");
  }

  /// By organization, template and place; those of which no email in the scope was made are left
  /// out.
  List<TemplateStatistics> byItem(Tx tx, StatisticsScope scope) {
    Map<Long, Statistics> emails = new HashMap<>();
    statistics
        .byEmail(tx, scope)
        .forEach(each -> emails.put(each.scheduledEmailId(), each.statistics()));
    Map<Long, TemplateStatistics> items = new LinkedHashMap<>();
    tx.dsl()
        .select(
            TEMPLATE_ITEM.ID,
            CAMPAIGN_TEMPLATE.ID,
            CAMPAIGN_TEMPLATE.NAME,
            ORGANIZATION.SLUG,
            TEMPLATE_ITEM.POSITION,
            TEMPLATE_ITEM.NAME,
            SCHEDULED_EMAIL.ID)
        .from(SCHEDULED_EMAIL)
        .join(TEMPLATE_ITEM)
        .on(TEMPLATE_ITEM.ID.eq(SCHEDULED_EMAIL.TEMPLATE_ITEM_ID))
        .join(CAMPAIGN_TEMPLATE)
        .on(CAMPAIGN_TEMPLATE.ID.eq(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID))
        .join(ORGANIZATION)
        .on(ORGANIZATION.ID.eq(CAMPAIGN_TEMPLATE.ORGANIZATION_ID))
        .orderBy(
            ORGANIZATION.SLUG, CAMPAIGN_TEMPLATE.NAME, TEMPLATE_ITEM.POSITION, SCHEDULED_EMAIL.ID)
        .forEach(
            row -> {
              Statistics email = emails.get(row.value7());
              if (email != null) {
                items.merge(
                    row.value1(),
                    new TemplateStatistics(
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        1,
                        1,
                        email),
                    (before, _) -> before.plus(1, 1, email));
              }
            });
    return List.copyOf(items.values());
  }
}
