package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mailctl.audience.RegistrationId;
import mailctl.campaign.Experiment;
import mailctl.campaign.Metric;
import mailctl.campaign.Variant;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who goes first, and with which version.
final class AssignmentTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void sql_and_java_say_the_same_whatever_the_key_the_share_and_the_weights_are() {
    Random random = new Random(7);
    for (String share : List.of("0.0001", "0.3", "12.5", "50", "99.9999", "100")) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      int first = 1 + random.nextInt(98);
      Assignment assignment = new Assignment(key, experiment(share, first, 1, 99 - first));
      List<String> java = new ArrayList<>();
      List<Long> ids = random.longs(500, 1, Long.MAX_VALUE).boxed().toList();
      for (long id : ids) {
        RegistrationId registration = new RegistrationId(id);
        java.add(assignment.goesFirst(registration) + " " + assignment.drawn(registration));
      }

      assertThat(sql(assignment, ids)).isEqualTo(java);
    }
  }

  @Test
  void the_share_and_the_weights_come_out_within_chance() {
    Assignment assignment = new Assignment(new byte[32], experiment("20", 50, 30, 20));
    Map<String, Integer> counted = new HashMap<>();
    int people = 100_000;
    for (int id = 1; id <= people; id++) {
      RegistrationId registration = new RegistrationId(id);
      if (assignment.goesFirst(registration)) {
        counted.merge(assignment.drawn(registration), 1, Integer::sum);
      }
    }

    // Five standard deviations.
    int first = counted.values().stream().mapToInt(it -> it).sum();
    assertThat(first).isCloseTo(20_000, within(635));
    assertThat(counted.get("a")).isCloseTo(first / 2, within(355));
    assertThat(counted.get("b")).isCloseTo(first * 3 / 10, within(325));
    assertThat(counted.get("c")).isCloseTo(first / 5, within(285));
  }

  @Test
  void another_key_draws_otherwise() {
    byte[] other = new byte[32];
    other[0] = 1;
    Assignment one = new Assignment(new byte[32], experiment("50", 50, 50));
    Assignment two = new Assignment(other, experiment("50", 50, 50));
    int same = 0;
    for (int id = 1; id <= 10_000; id++) {
      RegistrationId registration = new RegistrationId(id);
      if (one.drawn(registration).equals(two.drawn(registration))) {
        same++;
      }
    }

    assertThat(same).isCloseTo(5_000, within(250));
  }

  private List<String> sql(Assignment assignment, List<Long> ids) {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .resultQuery(
                        """
                        select variant_goes_first(h, {2}) as first, variant_drawn(h, {3}) as drawn
                        from unnest({1}) with ordinality as t (id, n),
                          lateral variant_hash({0}, t.id) as h
                        order by n
                        """,
                        org.jooq.impl.DSL.val(assignment.key()),
                        org.jooq.impl.DSL.val(ids.toArray(Long[]::new)),
                        org.jooq.impl.DSL.val(assignment.share()),
                        org.jooq.impl.DSL.val(assignment.lots().toArray(String[]::new)))
                    .fetch(row -> row.get(0, Boolean.class) + " " + row.get(1, String.class)));
  }

  static Experiment experiment(String share, int... weights) {
    List<Variant> variants = new ArrayList<>();
    for (int weight : weights) {
      String name = Character.toString('a' + variants.size());
      variants.add(
          new Variant(
              name,
              Optional.of(weight),
              Optional.of("Subject " + name),
              Optional.empty(),
              Optional.empty()));
    }
    return new Experiment(terms(share, Metric.CLICKS, 10), variants);
  }

  static Experiment.Terms terms(String share, Metric metric, int least) {
    return new Experiment.Terms(
        new BigDecimal(share),
        metric,
        metric == Metric.LINK ? Optional.of("https://fair.example/apply") : Optional.empty(),
        new BigDecimal("0.05"),
        least,
        Duration.ofHours(24),
        new BigDecimal("1"));
  }
}
