package mailctl.campaign;

import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.TEMPLATE_ITEM;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import mailctl.audience.EventId;
import mailctl.audience.RecipientFilter;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.TemplateItemRecord;
import org.jooq.JSONB;

/// The emails of templates.
final class TemplateItemStore {
  private final ExperimentStore experiments = new ExperimentStore();

  /// An item as it is stored; the emails that were made from it know its id.
  record Stored(long id, int position, CampaignTemplate.Item item) {
    String name() {
      return item.draft().name();
    }

    Stored with(Experiment experiment) {
      return new Stored(
          id,
          position,
          new CampaignTemplate.Item(
              item.draft().with(experiment), item.category(), item.enabled()));
    }
  }

  /// In order.
  List<Stored> list(Tx tx, long template) {
    List<Stored> plain =
        tx.dsl()
            .selectFrom(TEMPLATE_ITEM)
            .where(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID.eq(template))
            .orderBy(TEMPLATE_ITEM.POSITION)
            .fetch(TemplateItemStore::stored);
    Map<Long, Experiment> found = experiments.ofItems(tx, plain.stream().map(Stored::id).toList());
    return plain.stream().map(it -> it.with(found.getOrDefault(it.id(), Experiment.NONE))).toList();
  }

  /// What the emails of an event were made from, those of them that were made from something.
  Map<ScheduledEmailId, Stored> ofEmails(Tx tx, EventId event) {
    Map<ScheduledEmailId, Stored> items = new HashMap<>();
    tx.dsl()
        .select(SCHEDULED_EMAIL.ID, TEMPLATE_ITEM)
        .from(SCHEDULED_EMAIL)
        .join(TEMPLATE_ITEM)
        .on(TEMPLATE_ITEM.ID.eq(SCHEDULED_EMAIL.TEMPLATE_ITEM_ID))
        .where(SCHEDULED_EMAIL.EVENT_ID.eq(event.value()))
        .forEach(row -> items.put(new ScheduledEmailId(row.value1()), stored(row.value2())));
    return items;
  }

  void insert(Tx tx, long template, List<CampaignTemplate.Item> items) {
    for (int i = 0; i < items.size(); i++) {
      insert(tx, template, i + 1, items.get(i));
    }
  }

  private void insert(Tx tx, long template, int position, CampaignTemplate.Item item) {
    TemplateItemRecord row = row(tx, template, position, item);
    row.insert();
    if (!item.draft().experiment().isNone()) {
      experiments.writeItem(tx, row.getId(), item.draft().experiment());
    }
  }

  /// Each item keeps its id, and so the emails that were made from it: found again by its name, or,
  /// when it has a new name, by its place.
  void replace(Tx tx, long template, List<CampaignTemplate.Item> items) {
    List<Optional<Stored>> same = same(list(tx, template), items);
    List<Long> kept = same.stream().flatMap(Optional::stream).map(Stored::id).toList();
    tx.dsl()
        .deleteFrom(TEMPLATE_ITEM)
        .where(TEMPLATE_ITEM.CAMPAIGN_TEMPLATE_ID.eq(template), TEMPLATE_ITEM.ID.notIn(kept))
        .execute();
    for (int i = 0; i < same.size(); i++) {
      Optional<Stored> old = same.get(i);
      if (old.isEmpty()) {
        insert(tx, template, i + 1, items.get(i));
      } else {
        tx.dsl()
            .update(TEMPLATE_ITEM)
            .set(row(tx, template, i + 1, items.get(i)))
            .where(TEMPLATE_ITEM.ID.eq(old.get().id()))
            .execute();
        experiments.writeItem(tx, old.get().id(), items.get(i).draft().experiment());
      }
    }
  }

  /// For each of the new ones the one that it was before, if any.
  private static List<Optional<Stored>> same(
      List<Stored> before, List<CampaignTemplate.Item> after) {
    List<Stored> left = new ArrayList<>(before);
    List<Optional<Stored>> same = new ArrayList<>();
    for (CampaignTemplate.Item item : after) {
      same.add(take(left, old -> old.name().equals(item.draft().name())));
    }
    for (int i = 0; i < same.size(); i++) {
      int position = i + 1;
      if (same.get(i).isEmpty()) {
        same.set(i, take(left, old -> old.position() == position));
      }
    }
    return same;
  }

  private static Optional<Stored> take(List<Stored> from, Predicate<Stored> wanted) {
    Optional<Stored> found = from.stream().filter(wanted).findFirst();
    found.ifPresent(from::remove);
    return found;
  }

  private static TemplateItemRecord row(
      Tx tx, long template, int position, CampaignTemplate.Item item) {
    Draft draft = item.draft();
    TemplateItemRecord row = tx.dsl().newRecord(TEMPLATE_ITEM);
    row.setCampaignTemplateId(template);
    row.setPosition(position);
    row.setName(draft.name());
    row.setKind(draft.kind().text());
    row.setCategory(item.category());
    row.setSubject(draft.content().subject());
    row.setHtml(draft.content().html());
    row.setText(draft.content().text());
    row.setFilter(JSONB.valueOf(draft.content().filter()));
    row.setTrigger(draft.trigger().text());
    row.setEnabled(item.enabled());
    return row;
  }

  private static Stored stored(TemplateItemRecord row) {
    EmailContent content =
        new EmailContent(
            row.getSubject(),
            row.getHtml(),
            row.getText(),
            RecipientFilter.ofJson(row.getFilter().data()).toJson());
    Draft draft =
        new Draft(
            row.getName(), EmailKind.of(row.getKind()), content, Trigger.parse(row.getTrigger()));
    return new Stored(
        row.getId(),
        row.getPosition(),
        new CampaignTemplate.Item(draft, row.getCategory(), row.getEnabled()));
  }
}
