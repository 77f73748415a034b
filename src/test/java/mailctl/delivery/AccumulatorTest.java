package mailctl.delivery;

import static mailctl.delivery.FoldFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import org.junit.jupiter.api.Test;

final class AccumulatorTest {
  @Test
  void merging_in_any_order_agrees() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<ProviderEvent> events = randomEvents(random);
      Accumulator expected = fold(events);
      Collections.shuffle(events, random);
      assertThat(fold(events)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void merging_in_any_grouping_agrees() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<ProviderEvent> events = randomEvents(random);
      int cut = random.nextInt(events.size() + 1);
      Accumulator grouped =
          fold(events.subList(0, cut)).merge(fold(events.subList(cut, events.size())));
      assertThat(grouped).as("seed %d", seed).isEqualTo(fold(events));
    }
  }

  @Test
  void a_verdict_said_twice_is_one_verdict() {
    Accumulator once = FoldFixture.meaning(FoldFixture.bounced(START));

    assertThat(once.merge(once)).isEqualTo(once);
  }

  @Test
  void the_stronger_outcome_stays_whichever_came_first() {
    ProviderEvent delivered = FoldFixture.delivered(START.plusSeconds(60));
    ProviderEvent bounced = FoldFixture.bounced(START);

    assertThat(fold(List.of(delivered, bounced)).outcome()).contains(Outcome.BOUNCED);
    assertThat(fold(List.of(bounced, delivered)).outcome()).contains(Outcome.BOUNCED);
  }

  @Test
  void the_later_of_two_equal_outcomes_speaks() {
    Accumulator both =
        fold(
            List.of(
                FoldFixture.blocked(START.plusSeconds(9), BounceClass.TECHNICAL),
                FoldFixture.blocked(START, BounceClass.CONTENT)));

    assertThat(both.strongest().orElseThrow().detail()).isEqualTo("technical");
  }

  @Test
  void opens_clicks_and_opt_outs_are_facts_beside_the_outcome() {
    Accumulator all =
        fold(
            List.of(
                FoldFixture.delivered(START),
                FoldFixture.opened(START.plusSeconds(1), false),
                FoldFixture.opened(START.plusSeconds(2), true),
                FoldFixture.clicked(START.plusSeconds(3), "https://example.org"),
                FoldFixture.spamReported(START.plusSeconds(4)),
                FoldFixture.unsubscribed(START.plusSeconds(5))));

    assertThat(all.outcome()).contains(Outcome.DELIVERED);
    assertThat(all.opens().count()).isEqualTo(1);
    assertThat(all.machineOpens().count()).isEqualTo(1);
    assertThat(all.machineOpens().first()).contains(START.plusSeconds(2));
    assertThat(all.clicks().first()).contains(START.plusSeconds(3));
    assertThat(all.spamReportedAt()).contains(START.plusSeconds(4));
    assertThat(all.unsubscribedAt()).contains(START.plusSeconds(5));
  }

  private static Accumulator fold(List<ProviderEvent> events) {
    return events.stream().map(FoldFixture::meaning).reduce(Accumulator.EMPTY, Accumulator::merge);
  }

  private static List<ProviderEvent> randomEvents(Random random) {
    List<ProviderEvent> events = new ArrayList<>();
    int size = 1 + random.nextInt(8);
    for (int i = 0; i < size; i++) {
      // Few seconds, so that many events share one.
      Instant at = START.plusSeconds(random.nextInt(3));
      events.add(
          switch (random.nextInt(10)) {
            case 0 -> FoldFixture.processed(at);
            case 1 -> FoldFixture.deferred(at);
            case 2 -> FoldFixture.delivered(at);
            case 3 -> FoldFixture.blocked(at, BounceClass.TECHNICAL);
            case 4 -> FoldFixture.dropped(at);
            case 5 -> FoldFixture.bounced(at);
            case 6 -> FoldFixture.opened(at, random.nextBoolean());
            case 7 -> FoldFixture.clicked(at, "https://example.org/" + random.nextInt(3));
            case 8 -> FoldFixture.spamReported(at);
            default -> FoldFixture.unsubscribed(at);
          });
    }
    return events;
  }
}
