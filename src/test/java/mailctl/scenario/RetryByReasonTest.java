package mailctl.scenario;

import static mailctl.database.schema.Tables.DOMAIN_PACE;
import static mailctl.database.schema.Tables.REGISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.inspect.RetryOverview;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a block says about the sender, the address and the message decides what comes next.
final class RetryByReasonTest {
  private static final Instant NOW = TestRows.NOW;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private Chain chain;

  @BeforeEach
  void open() {
    chain = new Chain(db, Map.of("pace.blocks", "3"));
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Technical Failure, 1 4 24",
    "Unclassified, 1 4 24",
    "Frequency or Volume Too High, 4 12 24",
    "Mailbox Unavailable, 24 72",
    "Reputation, 24",
    "Content, ''",
    "Invalid Address, ''"
  })
  void each_class_has_its_ladder(String label, String hours) {
    ScheduledEmailId email = chain.emailTo(1);
    chain.send(email);
    int attempt = 1;
    for (String wait : hours.isEmpty() ? new String[0] : hours.split(" ")) {
      chain.post(blocked(chain.only(email), attempt, label));
      assertThat(chain.only(email).getDueAt())
          .isEqualTo(chain.clock.instant().plus(Duration.ofHours(Long.parseLong(wait))));
      chain.clock.set(chain.only(email).getDueAt().minusMillis(1));
      chain.sweep();
      assertThat(chain.provider.recipients()).hasSize(attempt);
      chain.clock.tick(Duration.ofMillis(1));
      chain.sweep();
      attempt++;
      assertThat(chain.provider.recipients()).hasSize(attempt);
    }
    chain.post(blocked(chain.only(email), attempt, label));

    chain.clock.tick(Duration.ofDays(30));
    chain.sweep();
    assertThat(chain.only(email).getStatus()).isEqualTo("failed");
    assertThat(chain.provider.recipients()).hasSize(attempt);
  }

  @Test
  void after_days_of_sendgrids_own_tries_there_is_one_more() {
    ScheduledEmailId email = chain.emailTo(1);
    chain.send(email);
    chain.post(
        chain.event(
            "deferred", chain.only(email), 1, ",\"response\":\"421 busy\",\"attempt\":\"1\""));
    chain.clock.tick(Duration.ofHours(72));

    chain.post(blocked(chain.only(email), 1, "Technical Failure"));

    assertThat(chain.only(email).getDueAt())
        .isEqualTo(chain.clock.instant().plus(Duration.ofHours(24)));
    assertThat(chain.app.inspector().retries(1).retries().getFirst().longTried()).isTrue();
    chain.clock.tick(Duration.ofHours(24));
    chain.sweep();
    chain.post(blocked(chain.only(email), 2, "Technical Failure"));
    // The second is a block like others, the second of its class.
    assertThat(chain.only(email).getDueAt())
        .isEqualTo(chain.clock.instant().plus(Duration.ofHours(4)));
  }

  @Test
  void a_deferral_is_never_raced() {
    ScheduledEmailId email = chain.emailTo(1);
    chain.send(email);
    chain.post(
        chain.event(
            "deferred", chain.only(email), 1, ",\"response\":\"421 busy\",\"attempt\":\"1\""));

    for (int day = 0; day < 10; day++) {
      chain.clock.tick(Duration.ofDays(1));
      chain.sweep();
    }

    assertThat(chain.only(email).getStatus()).isEqualTo("deferred");
    assertThat(chain.provider.recipients()).hasSize(1);
  }

  @Test
  void reputation_blocks_slow_the_domain_and_nobody_else() {
    people("slow.example", 3);
    ScheduledEmailId first = chain.emailTo(0);
    chain.send(first);
    List<DeliveryRecord> sent = chain.deliveries(first);
    chain.post(blocked(sent.get(0), 1, "Reputation"), blocked(sent.get(1), 1, "Reputation"));
    assertThat(pace()).isEmpty();
    chain.post(blocked(sent.get(2), 1, "Reputation"));
    people("fast.example", 2);
    ScheduledEmailId second = chain.emailTo(0);

    chain.sweep();

    assertThat(chain.provider.recipients().stream().skip(3))
        .hasSize(2)
        .allMatch(address -> address.endsWith("@fast.example"));
    // The ten minutes of the blocks, and an hour.
    Instant until = NOW.plus(Duration.ofMinutes(70));
    assertThat(pace()).containsExactly(Map.entry("slow.example", until));
    assertThat(chain.deliveries(second))
        .filteredOn(each -> each.getEmail().endsWith("@slow.example"))
        .allMatch(each -> each.getDueAt().equals(until) && each.getStatus().equals("queued"));
    assertThat(chain.app.inspector().retries(10).slowed())
        .containsExactly(new RetryOverview.Slowed("slow.example", "reputation", until));
    assertThat(chain.app.inspector().retries(10).domains())
        .containsExactly(
            new RetryOverview.Group("slow.example", 3, NOW.plus(Duration.ofHours(24))));

    chain.clock.set(until);
    chain.sweep();
    assertThat(chain.provider.recipients()).hasSize(3 + 5);
    assertThat(chain.standing(second)).isEqualTo("sent");
  }

  @Test
  void the_pace_is_the_same_in_any_order_and_with_repetitions() {
    people("slow.example", 4);
    people("other.example", 4);
    ScheduledEmailId email = chain.emailTo(0);
    chain.send(email);
    List<String> events = new ArrayList<>();
    for (DeliveryRecord delivery : chain.deliveries(email)) {
      // Two by two in slots of their own; three in one only for slow.example.
      chain.clock.set(NOW.plus(Duration.ofMinutes(events.size() >= 3 ? 20 : 0)));
      events.add(blocked(delivery, 1, "Reputation"));
    }
    chain.clock.set(NOW.plus(Duration.ofMinutes(30)));
    events.addAll(List.copyOf(events));
    Collections.shuffle(events, new Random(4));

    for (String event : events) {
      chain.post(event);
    }

    assertThat(pace())
        .containsExactlyInAnyOrder(
            Map.entry("slow.example", NOW.plus(Duration.ofMinutes(70))),
            Map.entry("other.example", NOW.plus(Duration.ofMinutes(90))));
  }

  @Test
  void a_block_from_the_future_does_not_stop_a_domain_for_years() {
    people("slow.example", 3);
    ScheduledEmailId email = chain.emailTo(0);
    chain.send(email);
    chain.clock.tick(Duration.ofDays(20_000));
    String[] events =
        chain.deliveries(email).stream()
            .map(each -> blocked(each, 1, "Reputation"))
            .toArray(String[]::new);
    chain.clock.set(NOW);

    chain.post(events);

    assertThat(pace()).containsExactly(Map.entry("slow.example", NOW.plus(Duration.ofMinutes(70))));
  }

  private void people(String domain, int count) {
    Stream.iterate(1, i -> i + 1)
        .limit(count)
        .forEach(
            i ->
                chain
                    .rows
                    .registration()
                    .with(REGISTRATION.EMAIL, "p" + i + "@" + domain)
                    .insert());
  }

  private String blocked(DeliveryRecord delivery, int attempt, String label) {
    return chain.event(
        "bounce",
        delivery,
        attempt,
        ",\"type\":\"blocked\",\"bounce_classification\":\"" + label + "\",\"reason\":\"no\"");
  }

  private List<Map.Entry<String, Instant>> pace() {
    return chain
        .database()
        .transaction(
            tx ->
                tx.dsl()
                    .selectFrom(DOMAIN_PACE)
                    .orderBy(DOMAIN_PACE.DOMAIN)
                    .fetch(row -> Map.entry(row.getDomain(), row.getUntil())));
  }
}
