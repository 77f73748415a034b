package mailctl.webhook;

import static mailctl.database.schema.Tables.WEBHOOK_POST;

import java.time.Instant;
import mailctl.database.Tx;

/// Posts that nobody posted: what was asked for, kept like what is told, so that it can be looked
/// at, replayed and derived from again.
public final class BackfillPostStore {
  private final NotificationStore notifications = new NotificationStore();

  /// Its events are applied in the same transaction.
  public WebhookPostId insertProcessed(Tx tx, byte[] body, int events, Instant now) {
    return new WebhookPostId(
        tx.dsl()
            .insertInto(WEBHOOK_POST)
            .set(WEBHOOK_POST.RECEIVED_AT, now)
            .set(WEBHOOK_POST.BODY, body)
            .set(WEBHOOK_POST.ORIGIN, PostOrigin.BACKFILL.sql())
            .set(WEBHOOK_POST.STATE, PostState.PROCESSED.sql())
            .set(WEBHOOK_POST.PROCESSED_AT, now)
            .set(WEBHOOK_POST.EVENTS, events)
            .returning(WEBHOOK_POST.ID)
            .fetchSingle(WEBHOOK_POST.ID));
  }

  /// Puts less into it; in the transaction that made it.
  public void narrow(Tx tx, WebhookPostId id, byte[] body, int events) {
    tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.BODY, body)
        .set(WEBHOOK_POST.EVENTS, events)
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .and(WEBHOOK_POST.ORIGIN.eq(PostOrigin.BACKFILL.sql()))
        .execute();
  }

  /// Tells other processes, at the commit, that deliveries may be due now.
  public void wakeOthers(Tx tx) {
    notifications.notifyInbox(tx);
  }

  /// Takes it back when it turned out to say nothing new; in the transaction that made it.
  public void discard(Tx tx, WebhookPostId id) {
    tx.dsl()
        .deleteFrom(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.eq(id.value()))
        .and(WEBHOOK_POST.ORIGIN.eq(PostOrigin.BACKFILL.sql()))
        .execute();
  }
}
