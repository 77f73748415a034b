package mailctl.http;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUPPRESSION;

import java.time.Duration;
import java.util.List;
import mailctl.delivery.UnsubscribeByLink;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import mailctl.suppression.SuppressionStore;
import mailctl.suppression.UnsubscribeToken;
import mailctl.webhook.InboxSignal;
import mailctl.webhook.PostVerifier;
import mailctl.webhook.WebhookPostStore;
import mailctl.webhook.WebhookReceiver;

/// The public listener before a database with one delivered message.
final class UnsubscribeFixture implements AutoCloseable {
  final TestRows rows;
  final SettableClock clock = new SettableClock(TestRows.NOW);
  final UnsubscribeToken tokens;
  final long delivery;
  private final TestDatabase db;
  private final WebhookReceiver receiver;
  private final PublicListener listener;

  UnsubscribeFixture(TestDatabase db) {
    this.db = db;
    this.rows = TestRows.in(db.database());
    this.tokens =
        new UnsubscribeToken(
            db.database()
                .transaction(
                    tx -> tx.dsl().selectFrom(INSTALLATION).fetchSingle(INSTALLATION.SECRET)));
    long organization =
        rows.organization().with(ORGANIZATION.NAME, "Harbour Makers' Guild").insert().getId();
    long event =
        rows.event()
            .with(EVENT.ORGANIZATION_ID, organization)
            .with(EVENT.TITLE, "Spring Fair <2026>")
            .insert()
            .getId();
    long email =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.EVENT_ID, event)
            .with(SCHEDULED_EMAIL.STATUS, "sent")
            .insert()
            .getId();
    this.delivery = rows.delivery(email, "Kim@a.example", "delivered").insert().getId();
    this.receiver =
        new WebhookReceiver(
            db.database(),
            new WebhookPostStore(),
            PostVerifier.off(),
            new InboxSignal(),
            clock,
            Duration.ofSeconds(5));
    this.listener =
        new PublicListener(
            new BindAddress("127.0.0.1", 0),
            new PublicListener.Limits(4_096, 40_960, Duration.ofSeconds(30)),
            new SignatureHeaders("X-Signature", "X-Time"),
            receiver,
            new UnsubscribeByLink(db.database(), tokens, new SuppressionStore(), clock),
            _ -> {});
    listener.start();
  }

  String url() {
    return url(tokens.make(delivery));
  }

  String url(String token) {
    return "http://127.0.0.1:" + listener.port() + "/unsubscribe/" + token;
  }

  /// What holds now, oldest first: "organization unsubscribed".
  List<String> suppressed() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .selectFrom(SUPPRESSION)
                    .where(SUPPRESSION.LIFTED_AT.isNull())
                    .orderBy(SUPPRESSION.ID)
                    .fetch(row -> row.getEmail() + " " + row.getScope() + " " + row.getReason()));
  }

  @Override
  public void close() {
    listener.stop();
    receiver.close();
  }
}
