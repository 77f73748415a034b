package mailctl.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mailctl.database.Database;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TwoDaemonsTest {
  private static final int PEOPLE = 2_000;
  private static final int POST_SIZE = 40;
  private static final Instant SENT_AT = Instant.parse("2026-05-04T10:00:00Z");

  @RegisterExtension final TestDatabase one = new TestDatabase();
  @RegisterExtension final TestDatabase two = new TestDatabase();

  @Test
  void two_daemons_on_one_backlog_leave_the_same_rows_as_one() {
    try (World alone = new World(one);
        World shared = new World(two)) {
      fill(alone.database);
      fill(shared.database);

      try (MailctlProcess serve = MailctlProcess.start(alone.settings(), "serve")) {
        drained(alone.database, serve);
      }
      Map<String, String> otherPorts = shared.settings();
      otherPorts.put("public.port", String.valueOf(alone.publicPort));
      otherPorts.put("admin.port", String.valueOf(alone.adminPort));
      try (MailctlProcess first = MailctlProcess.start(shared.settings(), "serve");
          MailctlProcess second = MailctlProcess.start(otherPorts, "serve")) {
        drained(shared.database, first);
        assertThat(second.isAlive()).as(second::toString).isTrue();
      }

      assertThat(books(alone.database)).hasSizeGreaterThan(3 * PEOPLE);
      assertThat(books(shared.database)).isEqualTo(books(alone.database));
    }
  }

  private static void drained(Database database, MailctlProcess serve) {
    Opens opens = new Opens(database);
    Eventually.isTrue(() -> !opens.anyWaiting(), serve::toString);
  }

  private static void fill(Database database) {
    // The references, and with them the fingerprints, are the same in both.
    database.run(tx -> tx.dsl().update(INSTALLATION).set(INSTALLATION.ID, "twodaemo").execute());
    SentMail mail = SentMail.to(PEOPLE, database, SENT_AT);
    List<String> events = new ArrayList<>();
    Random random = new Random(7);
    for (SentMail.Recipient recipient : mail.recipients()) {
      events.add(event(recipient, "processed", 1, ""));
      events.add(
          random.nextInt(10) == 0
              ? event(recipient, "bounce", 5, ",\"type\":\"bounce\",\"reason\":\"550 unknown\"")
              : event(recipient, "delivered", 5, ""));
      events.add(event(recipient, "open", 60 + random.nextInt(1000), ",\"useragent\":\"Mail\""));
      if (random.nextInt(20) == 0) {
        events.add(event(recipient, "unsubscribe", 2000, ""));
      }
    }
    Collections.shuffle(events, random);
    database.run(
        tx -> {
          for (int from = 0; from < events.size(); from += POST_SIZE) {
            List<String> elements = events.subList(from, Math.min(events.size(), from + POST_SIZE));
            tx.dsl()
                .insertInto(WEBHOOK_POST)
                .set(WEBHOOK_POST.RECEIVED_AT, SENT_AT.plusSeconds(3600))
                .set(WEBHOOK_POST.BODY, ("[" + String.join(",", elements) + "]").getBytes(UTF_8))
                .set(WEBHOOK_POST.ORIGIN, "signed")
                .execute();
          }
        });
  }

  private static String event(
      SentMail.Recipient recipient, String type, int secondsLater, String more) {
    return "{\"email\":\"%s\",\"event\":\"%s\",\"timestamp\":%d,\"mailctl_ref\":\"%s\"%s}"
        .formatted(
            recipient.email(),
            type,
            SENT_AT.plusSeconds(secondsLater).getEpochSecond(),
            recipient.reference(),
            more);
  }

  /// Everything that the events decide, as text.
  private static List<String> books(Database database) {
    return database.transaction(
        tx ->
            tx.dsl()
                .resultQuery(
                    """
                    select row(d.email, d.status, d.status_at, d.due_at, d.block_class, d.reason)::text
                    from delivery d
                    union all
                    select row(a.email, a.outcome, a.outcome_at, a.outcome_fingerprint, a.opens,
                      a.first_opened_at, a.last_opened_at, a.unsubscribed_at, a.delivered_at)::text
                    from attempt a
                    union all
                    select row(e.occurred_at, e.fingerprint, e.type, e.email, e.delivery_id)::text
                    from provider_event e
                    union all
                    select row(s.email, s.scope, s.reason, s.lifted_at)::text from suppression s
                    order by 1
                    """)
                .fetchInto(String.class));
  }
}
