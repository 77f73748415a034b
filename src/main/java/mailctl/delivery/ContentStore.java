package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY_CONTENT;
import static mailctl.database.schema.Tables.EMAIL_CONTENT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.jooq.JSONB;

/// What standing emails said when something happened.
final class ContentStore {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// The id of what the email says now, kept again only when it is not what it said last. The email
  /// is locked.
  ///
  /// @param bulletin the variables of the bulletin that it tells, if it tells one
  long freeze(Tx tx, ScheduledEmail email, Map<String, String> bulletin, Instant now) {
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
                        && row.getText().equals(email.text())
                        && values(row).equals(bulletin))
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
        .set(EMAIL_CONTENT.BULLETIN, bulletin.isEmpty() ? null : json(bulletin))
        .returningResult(EMAIL_CONTENT.ID)
        .fetchSingle()
        .value1();
  }

  /// By delivery; the filter is the email's, which is of no use any more.
  Map<DeliveryId, FrozenContent> of(Tx tx, Collection<DeliveryId> deliveries, String filter) {
    Map<Long, FrozenContent> contents = new HashMap<>();
    Map<DeliveryId, FrozenContent> byDelivery = new HashMap<>();
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
                          new FrozenContent(
                              new EmailContent(
                                  content.getSubject(),
                                  content.getHtml(),
                                  content.getText(),
                                  filter),
                              values(content))));
            });
    return byDelivery;
  }

  private static JSONB json(Map<String, String> values) {
    try {
      return JSONB.valueOf(MAPPER.writeValueAsString(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  private static Map<String, String> values(EmailContentRecord row) {
    if (row.getBulletin() == null) {
      return Map.of();
    }
    try {
      return MAPPER.readValue(row.getBulletin().data(), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("email content " + row.getId() + " has no bulletin", e);
    }
  }
}
