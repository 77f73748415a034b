package mailctl.campaign;

import static mailctl.database.schema.Tables.EXPERIMENT;
import static mailctl.database.schema.Tables.VARIANT;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.ExperimentRecord;
import mailctl.database.schema.tables.records.VariantRecord;
import org.jooq.Condition;
import org.jooq.TableField;

/// What a person wrote of the versions of an email, or of an email of a template.
public final class ExperimentStore {
  /// What has versions.
  private record Owner(TableField<ExperimentRecord, Long> field, long id) {
    Condition owns() {
      return field.eq(id);
    }
  }

  /// `NONE` for an email of one version.
  public Experiment of(Tx tx, ScheduledEmailId email) {
    return find(tx, List.of(email.value()), EXPERIMENT.SCHEDULED_EMAIL_ID)
        .getOrDefault(email.value(), Experiment.NONE);
  }

  /// By the ids of those that have any.
  Map<Long, Experiment> ofItems(Tx tx, Collection<Long> items) {
    return find(tx, items, EXPERIMENT.TEMPLATE_ITEM_ID);
  }

  public void write(Tx tx, ScheduledEmailId email, Experiment experiment) {
    write(tx, new Owner(EXPERIMENT.SCHEDULED_EMAIL_ID, email.value()), experiment);
  }

  void writeItem(Tx tx, long item, Experiment experiment) {
    write(tx, new Owner(EXPERIMENT.TEMPLATE_ITEM_ID, item), experiment);
  }

  private static Map<Long, Experiment> find(
      Tx tx, Collection<Long> ids, TableField<ExperimentRecord, Long> owner) {
    Map<Long, Experiment> found = new HashMap<>();
    tx.dsl()
        .selectFrom(EXPERIMENT)
        .where(owner.in(ids))
        .forEach(
            row ->
                found.put(row.get(owner), new Experiment(terms(row), variants(tx, row.getId()))));
    return found;
  }

  private static List<Variant> variants(Tx tx, long experiment) {
    return tx.dsl()
        .selectFrom(VARIANT)
        .where(VARIANT.EXPERIMENT_ID.eq(experiment))
        .orderBy(VARIANT.NAME)
        .fetch(ExperimentStore::variant);
  }

  private static void write(Tx tx, Owner owner, Experiment experiment) {
    tx.dsl().deleteFrom(EXPERIMENT).where(owner.owns()).execute();
    if (experiment.isNone()) {
      return;
    }
    Experiment.Terms terms = experiment.terms();
    long id =
        tx.dsl()
            .insertInto(EXPERIMENT)
            .set(owner.field(), owner.id())
            .set(EXPERIMENT.SHARE, terms.share())
            .set(EXPERIMENT.MAX_COMPLAINTS, terms.maxComplaints())
            .set(EXPERIMENT.METRIC, terms.metric().text())
            .set(EXPERIMENT.LINK, terms.link().orElse(null))
            .set(EXPERIMENT.ALPHA, terms.alpha())
            .set(EXPERIMENT.MIN_RECIPIENTS, terms.minRecipients())
            .set(EXPERIMENT.DEADLINE_MINUTES, Math.toIntExact(terms.deadline().toMinutes()))
            .returningResult(EXPERIMENT.ID)
            .fetchSingle()
            .value1();
    for (Variant variant : experiment.variants()) {
      tx.dsl()
          .insertInto(VARIANT)
          .set(VARIANT.EXPERIMENT_ID, id)
          .set(VARIANT.NAME, variant.name())
          .set(VARIANT.WEIGHT, variant.weight().orElse(null))
          .set(VARIANT.SUBJECT, variant.subject().orElse(null))
          .set(VARIANT.HTML, variant.html().orElse(null))
          .set(VARIANT.TEXT, variant.text().orElse(null))
          .execute();
    }
  }

  private static Experiment.Terms terms(ExperimentRecord row) {
    return new Experiment.Terms(
        row.getShare(),
        Metric.valueOf(row.getMetric().toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getLink()),
        row.getAlpha(),
        row.getMinRecipients(),
        Duration.ofMinutes(row.getDeadlineMinutes()),
        row.getMaxComplaints());
  }

  private static Variant variant(VariantRecord row) {
    return new Variant(
        row.getName(),
        Optional.ofNullable(row.getWeight()),
        Optional.ofNullable(row.getSubject()),
        Optional.ofNullable(row.getHtml()),
        Optional.ofNullable(row.getText()));
  }
}
