package mailctl.delivery;

import static org.jooq.impl.DSL.val;

import java.util.List;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// Counts what became of the versions of an email. Clicks and opens by machines are left out.
final class TrialNumberStore {
  private static final String NUMBERS =
      """
      select coalesce(d.variant, '') as variant, count(*)::integer as planned,
        count(*) filter (where a.sent)::integer as sent,
        count(*) filter (where a.sent and d.status = 'delivered')::integer as delivered,
        count(*) filter (
          where a.sent and d.status in ('bounced', 'dropped', 'failed'))::integer as failed,
        count(*) filter (where a.opened)::integer as opened,
        count(*) filter (where a.clicked)::integer as clicked,
        count(*) filter (where a.linked)::integer as linked,
        count(*) filter (where a.complained)::integer as complained,
        count(*) filter (where a.unsubscribed)::integer as unsubscribed
      from delivery d
      cross join lateral (
        select coalesce(bool_or(s.state = 'accepted' and a.rejection is null), false) as sent,
          coalesce(bool_or(a.opens > 0), false) as opened,
          coalesce(bool_or(a.clicks > 0), false) as clicked,
          coalesce(bool_or(a.clicks > 0 and {1} <> '' and exists (
            select from provider_event p
            where p.delivery_id = d.id and p.attempt_id = a.id and p.type = 'clicked'
              and p.occurred_at between a.first_clicked_at and a.last_clicked_at
              and starts_with(p.url, {1}))), false) as linked,
          coalesce(bool_or(a.spam_reported_at is not null), false) as complained,
          coalesce(bool_or(a.unsubscribed_at is not null), false) as unsubscribed
        from attempt a join submission s on s.id = a.submission_id
        where a.delivery_id = d.id) a
      where d.scheduled_email_id = {0} and {2}
      group by 1 order by 1
      """;

  /// What became of those who went first, by version.
  List<VariantNumbers> first(Tx tx, ScheduledEmailId email, Experiment experiment) {
    return numbers(tx, email, experiment, true);
  }

  /// Of those who did not, who have no version while that is open.
  List<VariantNumbers> rest(Tx tx, ScheduledEmailId email, Experiment experiment) {
    return numbers(tx, email, experiment, false);
  }

  private static List<VariantNumbers> numbers(
      Tx tx, ScheduledEmailId email, Experiment experiment, boolean tested) {
    return tx.dsl()
        .resultQuery(
            NUMBERS,
            val(email.value()),
            val(experiment.terms().link().orElse("")),
            DSL.condition(tested ? "d.tested" : "not d.tested"))
        .fetch(TrialNumberStore::row);
  }

  /// How many got which version first; before anything is sent.
  List<Integer> planned(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .resultQuery(
            "select count(*)::integer from delivery d where d.scheduled_email_id = {0} and d.tested "
                + "and d.skip_reason is null group by d.variant",
            val(email.value()))
        .fetch(row -> row.get(0, Integer.class));
  }

  private static VariantNumbers row(Record row) {
    return new VariantNumbers(
        row.get("variant", String.class),
        row.get("planned", Integer.class),
        row.get("sent", Integer.class),
        row.get("delivered", Integer.class),
        row.get("failed", Integer.class),
        row.get("opened", Integer.class),
        row.get("clicked", Integer.class),
        row.get("linked", Integer.class),
        row.get("complained", Integer.class),
        row.get("unsubscribed", Integer.class));
  }
}
