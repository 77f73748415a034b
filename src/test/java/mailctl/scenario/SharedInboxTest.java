package mailctl.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import mailctl.database.Database;
import mailctl.database.DatabaseLocation;
import mailctl.database.InstallationStore;
import mailctl.delivery.DeliveryFeature;
import mailctl.delivery.RetryPolicy;
import mailctl.delivery.SendSettings;
import mailctl.delivery.VisitJudge;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.sendgrid.SendGridEvent;
import mailctl.sendgrid.SendGridEventWriter;
import mailctl.sendgrid.SendGridPostParser;
import mailctl.support.CountedStatements;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.webhook.ParkedEventStore;
import mailctl.webhook.PostOrigin;
import mailctl.webhook.WebhookPostStore;
import mailctl.webhook.WebhookProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One backlog and everything behind it, worked on by one and by several.
final class SharedInboxTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final int DELIVERIES = 3_000;

  @RegisterExtension final TestDatabase one = new TestDatabase();
  @RegisterExtension final TestDatabase other = new TestDatabase();

  @Test
  void several_that_share_a_backlog_leave_the_same_rows_as_one_alone() throws Exception {
    List<byte[]> posts = posts();
    fill(one.database(), posts);
    fill(other.database(), posts);

    drain(processor(one.database()));
    try (ExecutorService three = Executors.newFixedThreadPool(3)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        WebhookProcessor worker = processor(other.database());
        all.add(three.submit(() -> drain(worker)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    drain(processor(other.database()));

    assertThat(rows(other.database())).isEqualTo(rows(one.database()));
    assertThat(statuses(one.database()))
        .containsExactly("bounced", "deferred", "delivered", "retrying");
  }

  @Test
  void the_statements_of_a_batch_are_a_handful_however_large_it_is() {
    CountedStatements counted = new CountedStatements(one.dataSource());
    fill(one.database(), posts());
    WebhookProcessor processor = processor(database(counted.dataSource()));
    counted.take();

    int events = processor.runOnce().events();

    assertThat(events).isGreaterThan(1_000);
    assertThat(counted.take()).isLessThanOrEqualTo(26);
  }

  private static void drain(WebhookProcessor processor) {
    while (processor.runOnce().gotOn()) {}
  }

  private static Database database(DataSource dataSource) {
    return new Database(dataSource, new DatabaseLocation("the test database", false));
  }

  private static WebhookProcessor processor(Database database) {
    SettableClock clock = new SettableClock(NOW);
    DeliveryFeature feature =
        new DeliveryFeature(
            new DeliveryFeature.Needs(
                database,
                clock,
                database.transaction(new InstallationStore()::read),
                new RecordingProvider(),
                RetryPolicy.DEFAULT,
                new SendSettings(10, 2, Duration.ofSeconds(30), Duration.ofSeconds(20)),
                Duration.ofDays(7),
                Duration.ofSeconds(60),
                clock::tick,
                delivery -> "https://mail.example.org/unsubscribe/" + delivery,
                new Random(1),
                VisitJudge.USUAL));
    return new WebhookProcessor(
        database,
        new SendGridPostParser(),
        feature.eventApplication()::apply,
        new WebhookPostStore(),
        new ParkedEventStore(),
        clock);
  }

  /// Some thousand messages, sent and not heard of; some of their submissions not known to be
  /// accepted.
  private static void fill(Database database, List<byte[]> posts) {
    database.run(
        tx -> {
          for (String sql :
              List.of(
                  "update installation set id = 'abcdefgh'",
                  "insert into organization (slug, name, email, time_zone)"
                      + " values ('o', 'O', 'o@example.org', 'UTC')",
                  "insert into event (organization_id, slug, title) values (1, 'e', 'E')",
                  "insert into registration (event_id, email) select 1, 'p' || n || '@example.org'"
                      + " from generate_series(1, 3000) n",
                  "insert into scheduled_email (event_id, name, status, subject, text, trigger,"
                      + " started_at, planned_at, finished_at)"
                      + " values (1, 'm', 'sent', 's', 't', 'x', now(), now(), now())",
                  "insert into submission (scheduled_email_id, state, owner, lease_until,"
                      + " recipients, message_id, claimed_at, called_at, settled_at) select 1,"
                      + " case when n % 5 = 0 then 'in_doubt' else 'accepted' end,"
                      + " '00112233-4455-6677-8899-aabbccddeeff', '2026-03-01', 100, 'message-' || n,"
                      + " '2026-03-01', '2026-03-01', '2026-03-01' from generate_series(1, 30) n",
                  "insert into delivery (scheduled_email_id, registration_id, email, created_at,"
                      + " status, status_at, attempts) select 1, n, 'p' || n || '@example.org',"
                      + " '2026-02-28', 'sent', '2026-03-01', 1 from generate_series(1, 3000) n",
                  "insert into attempt (delivery_id, number, submission_id, origin, email) select n,"
                      + " 1, 1 + (n - 1) / 100, 'plan', 'p' || n || '@example.org'"
                      + " from generate_series(1, 3000) n")) {
            tx.dsl().execute(sql);
          }
          WebhookPostStore store = new WebhookPostStore();
          posts.forEach(body -> store.insert(tx, body, Map.of(), PostOrigin.SIGNED, NOW));
        });
  }

  /// Neighbouring posts are about the same deliveries, and a tenth of the events come twice.
  private static List<byte[]> posts() {
    Random random = new Random(3);
    List<SendGridEvent> events = new ArrayList<>();
    for (int delivery = 1; delivery <= DELIVERIES; delivery++) {
      for (int kind = 0; kind < 4; kind++) {
        SendGridEvent event = new SendGridEvent(event(delivery, kind, random));
        events.add(event);
        if (random.nextInt(10) == 0) {
          events.add(event);
        }
      }
    }
    for (int from = 0; from < events.size(); from += 400) {
      Collections.shuffle(events.subList(from, Math.min(from + 400, events.size())), random);
    }
    List<byte[]> posts = new ArrayList<>();
    for (int from = 0; from < events.size(); from += 60) {
      posts.add(SendGridEventWriter.post(events.subList(from, Math.min(from + 60, events.size()))));
    }
    return posts;
  }

  private static ProviderEvent event(int delivery, int kind, Random random) {
    ProviderEvent.Origin origin =
        new ProviderEvent.Origin(
            NOW.plusSeconds(delivery / 10 + random.nextInt(5)),
            "p" + delivery + "@example.org",
            delivery % 7 == 0 ? Optional.empty() : Optional.of("abcdefgh." + delivery + ".1"),
            Optional.of("message-" + (1 + (delivery - 1) / 100)),
            Optional.empty(),
            Optional.of("message-" + (1 + (delivery - 1) / 100) + ".recvd-1"));
    return switch (kind) {
      case 0 -> new ProviderEvent.Processed(origin);
      case 1 -> new ProviderEvent.Deferred(origin, "later", "1");
      case 2 ->
          switch (delivery % 11) {
            case 0 -> new ProviderEvent.Bounced(origin, BounceClass.INVALID_ADDRESS, "5.1.1", "no");
            case 1 -> new ProviderEvent.Blocked(origin, BounceClass.TECHNICAL, "4.0.0", "not now");
            case 2 -> new ProviderEvent.Processed(origin);
            default -> new ProviderEvent.Delivered(origin, "250 OK");
          };
      default ->
          delivery % 13 == 0
              ? new ProviderEvent.SpamReported(origin)
              : new ProviderEvent.Opened(
                  origin, delivery % 2 == 0, new ProviderEvent.Visit("agent", "192.0.2.1"));
    };
  }

  /// All that events can change, but for what tells which post was the first to bring one.
  private static Map<String, String> rows(Database database) {
    Map<String, String> queries =
        Map.of(
            "delivery", "select * from delivery order by id",
            "attempt", "select * from attempt order by id",
            "submission", "select id, state, detail, settled_at from submission order by id",
            "provider_event",
                "select to_jsonb(e) - 'webhook_post_id' from provider_event e"
                    + " order by occurred_at, fingerprint",
            "suppression",
                "select to_jsonb(s) - 'id' - 'created_at' from suppression s"
                    + " order by email, evidence",
            "inbox", "select id, state, events, tries from webhook_post order by id",
            "parked", "select count(*) from parked_event");
    Map<String, String> rows = new TreeMap<>();
    queries.forEach(
        (name, sql) -> rows.put(name, database.transaction(tx -> tx.dsl().fetch(sql).formatCSV())));
    return rows;
  }

  private static List<String> statuses(Database database) {
    return database.transaction(
        tx ->
            tx.dsl()
                .fetch("select distinct status from delivery order by status")
                .getValues(0, String.class));
  }
}
