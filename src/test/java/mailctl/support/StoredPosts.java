package mailctl.support;

import static mailctl.database.schema.Tables.WEBHOOK_POST;

import java.util.List;
import mailctl.database.Database;
import mailctl.webhook.WebhookPostId;
import mailctl.webhook.WebhookPostInfo;
import mailctl.webhook.WebhookPostStore;

/// The inbox, as tests look at it.
public record StoredPosts(Database database) {
  public List<WebhookPostInfo> newestFirst() {
    WebhookPostStore posts = new WebhookPostStore();
    return database.transaction(
        tx ->
            tx
                .dsl()
                .select(WEBHOOK_POST.ID)
                .from(WEBHOOK_POST)
                .orderBy(WEBHOOK_POST.ID.desc())
                .fetch(WEBHOOK_POST.ID)
                .stream()
                .map(id -> posts.find(tx, new WebhookPostId(id)).orElseThrow())
                .toList());
  }

  public byte[] body(WebhookPostId id) {
    return database.transaction(
        tx ->
            tx.dsl()
                .select(WEBHOOK_POST.BODY)
                .from(WEBHOOK_POST)
                .where(WEBHOOK_POST.ID.eq(id.value()))
                .fetchSingle(WEBHOOK_POST.BODY));
  }
}
