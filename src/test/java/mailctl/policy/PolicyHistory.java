package mailctl.policy;

import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUPPRESSION;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import mailctl.app.App;
import mailctl.app.Settings;
import mailctl.delivery.ReceivedEvent;
import mailctl.provider.ProviderEvent;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;

/// Messages that were sent, and what the provider says about them, through the real pipeline.
final class PolicyHistory implements AutoCloseable {
  private final TestDatabase db;
  private final App app;
  private final TestRows rows;
  private final String installation;
  private final Map<String, Long> deliveries = new HashMap<>();

  PolicyHistory(TestDatabase db, Settings settings) {
    this.db = db;
    this.app = new App(settings);
    this.rows = TestRows.in(db.database());
    this.installation =
        db.database()
            .transaction(tx -> tx.dsl().selectFrom(INSTALLATION).fetchSingle(INSTALLATION.ID));
  }

  App app() {
    return app;
  }

  /// About the `number`th message to the address, which is sent when first asked for.
  void event(
      String address, int number, Instant at, Function<ProviderEvent.Origin, ProviderEvent> event) {
    long delivery = deliveries.computeIfAbsent(address + " " + number, _ -> sent(address, number));
    ProviderEvent.Origin origin =
        new ProviderEvent.Origin(
            at,
            address,
            Optional.of(installation + "." + delivery + ".1"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    db.database()
        .run(
            tx ->
                app.delivery()
                    .eventApplication()
                    .apply(tx, List.of(new ReceivedEvent(1, 0, event.apply(origin), at))));
  }

  private final Map<Integer, Long> emails = new HashMap<>();

  private long sent(String address, int number) {
    long email =
        emails.computeIfAbsent(
            number,
            _ -> rows.scheduledEmail().with(SCHEDULED_EMAIL.STATUS, "sent").insert().getId());
    long delivery = rows.delivery(email, address, "sent").insert().getId();
    rows.attempt(delivery).insert();
    return delivery;
  }

  /// The addresses that get no mail at all now.
  TreeSet<String> suppressed() {
    Set<String> all =
        db.database()
            .transaction(
                tx ->
                    tx.dsl()
                        .selectFrom(SUPPRESSION)
                        .where(SUPPRESSION.LIFTED_AT.isNull())
                        .and(SUPPRESSION.SCOPE.eq("global"))
                        .fetchSet(SUPPRESSION.EMAIL));
    return new TreeSet<>(all);
  }

  @Override
  public void close() {
    app.close();
  }
}
