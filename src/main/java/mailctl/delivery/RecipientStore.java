package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;

import java.util.Optional;
import mailctl.database.Tx;
import mailctl.suppression.SuppressionStore;
import org.jooq.impl.DSL;

/// Who got a delivery, and from whom.
final class RecipientStore {
  record Recipient(
      long delivery,
      String email,
      long organizationId,
      String organization,
      long eventId,
      String event) {}

  boolean isSuppressed(Tx tx, String address, long organization, long event) {
    return tx.dsl()
        .fetchSingle(
            DSL.select(
                DSL.field(
                    SuppressionStore.isSuppressed(
                        DSL.val(address), DSL.val(organization), DSL.val(event)))))
        .value1();
  }

  Optional<Recipient> find(Tx tx, long delivery) {
    return tx.dsl()
        .select(DELIVERY.EMAIL, ORGANIZATION.ID, ORGANIZATION.NAME, EVENT.ID, EVENT.TITLE)
        .from(DELIVERY)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(DELIVERY.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .join(ORGANIZATION)
        .on(ORGANIZATION.ID.eq(EVENT.ORGANIZATION_ID))
        .where(DELIVERY.ID.eq(delivery))
        .fetchOptional(
            row ->
                new Recipient(
                    delivery,
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5()));
  }
}
