package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY_CONTENT;
import static mailctl.database.schema.Tables.EMAIL_CONTENT;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.EmailContent;
import mailctl.campaign.ScheduledEmail;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.EmailContentRecord;

/// What standing emails said when something happened.
final class ContentStore {
  /// The id of what the email says now, kept again only when it is not what it said last. The email
  /// is locked.
  long freeze(Tx tx, ScheduledEmail email, Instant now) {
    Optional<EmailContentRecord> last =
        tx.dsl()
            .selectFrom(EMAIL_CONTENT)
            .where(EMAIL_CONTENT.SCHEDULED_EMAIL_ID.eq(email.id().value()))
            .orderBy(EMAIL_CONTENT.ID.desc())
            .limit(1)
            .fetchOptional();
    boolean same =
        last.filter(
                row ->
                    row.getSubject().equals(email.subject())
                        && row.getHtml().equals(email.html())
                        && row.getText().equals(email.text()))
            .isPresent();
    if (same) {
      return last.get().getId();
    }
    return tx.dsl()
        .insertInto(EMAIL_CONTENT)
        .set(EMAIL_CONTENT.SCHEDULED_EMAIL_ID, email.id().value())
        .set(EMAIL_CONTENT.SUBJECT, email.subject())
        .set(EMAIL_CONTENT.HTML, email.html())
        .set(EMAIL_CONTENT.TEXT, email.text())
        .set(EMAIL_CONTENT.FROZEN_AT, now)
        .returningResult(EMAIL_CONTENT.ID)
        .fetchSingle()
        .value1();
  }

  /// By delivery; the filter is the email's, which is of no use any more.
  Map<DeliveryId, EmailContent> of(Tx tx, Collection<DeliveryId> deliveries, String filter) {
    Map<Long, EmailContent> contents = new HashMap<>();
    Map<DeliveryId, EmailContent> byDelivery = new HashMap<>();
    List<Long> ids = deliveries.stream().map(DeliveryId::value).toList();
    tx.dsl()
        .select(DELIVERY_CONTENT.DELIVERY_ID, EMAIL_CONTENT)
        .from(DELIVERY_CONTENT)
        .join(EMAIL_CONTENT)
        .on(EMAIL_CONTENT.ID.eq(DELIVERY_CONTENT.EMAIL_CONTENT_ID))
        .where(DELIVERY_CONTENT.DELIVERY_ID.in(ids))
        .forEach(
            row -> {
              EmailContentRecord content = row.value2();
              byDelivery.put(
                  new DeliveryId(row.value1()),
                  contents.computeIfAbsent(
                      content.getId(),
                      _ ->
                          new EmailContent(
                              content.getSubject(), content.getHtml(), content.getText(), filter)));
            });
    return byDelivery;
  }
}
