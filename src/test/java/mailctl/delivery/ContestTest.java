package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mailctl.audience.RegistrationId;
import mailctl.campaign.Experiment;
import mailctl.campaign.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The verdict about versions. What is said about chances is tried out on experiments that are
/// looked at after every single click.
final class ContestTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(24));
  private static final int EXPERIMENTS = 2_000;
  private static final int SENT = 20_000;

  /// A tested person who clicks, after these numbers.
  private static final class Run {
    private final Contest contest;
    private final int[] clicks;
    private final int[] complaints;
    private final int sentOfEach;

    Run(Experiment experiment) {
      contest = new Contest(experiment);
      int versions = experiment.variants().size();
      clicks = new int[versions];
      complaints = new int[versions];
      sentOfEach = SENT / versions;
    }

    boolean isWon() {
      List<VariantNumbers> numbers = new ArrayList<>();
      for (int i = 0; i < clicks.length; i++) {
        numbers.add(numbers("" + (char) ('a' + i), sentOfEach, clicks[i], complaints[i]));
      }
      return contest.verdict(numbers, LATER, NOW) instanceof Contest.Verdict.Winner;
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 50 50", "2, 90 10", "3, 34 33 33"})
  void of_equal_versions_one_wins_no_more_often_than_alpha_says(int versions, String weights) {
    Random random = new Random(versions * 100L + weights.length());
    Experiment experiment = AssignmentTest.experiment("100", weights(weights));
    int won = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      won += isWonWithoutADifference(experiment, random) ? 1 : 0;
    }
    double rate = (double) won / EXPERIMENTS;
    System.out.printf(
        "A/A with %s: a false winner in %d of %d experiments (%.2f%%), looked at after each of up to"
            + " 500 clicks, alpha 5%%%n",
        weights, won, EXPERIMENTS, 100 * rate);

    // Three standard deviations above alpha.
    assertThat(rate).isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.05 * 0.95 / EXPERIMENTS));
  }

  /// Who clicks, and when, has nothing to do with the version; which one they had is the keyed
  /// hash's draw.
  private static boolean isWonWithoutADifference(Experiment experiment, Random random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    Assignment assignment = new Assignment(key, experiment);
    Run run = new Run(experiment);
    for (int click = 1; click <= 500; click++) {
      String drawn = assignment.drawn(new RegistrationId(1 + random.nextInt(SENT * 100)));
      run.clicks[drawn.charAt(0) - 'a']++;
      if (random.nextInt(400) == 0) {
        run.complaints[drawn.charAt(0) - 'a']++;
      }
      if (run.isWon()) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({"5, 7.5, 95", "5, 6.5, 80", "2, 4, 95"})
  void a_true_difference_is_found(double rate, double better, int least) {
    Random random = new Random(3);
    Experiment experiment = AssignmentTest.experiment("100", 50, 50);
    int found = 0;
    int right = 0;
    long people = 0;
    for (int i = 0; i < 100; i++) {
      Run run = new Run(experiment);
      for (int person = 1; person <= SENT; person++) {
        int version = random.nextInt(2);
        boolean clicks = random.nextDouble() * 100 < (version == 0 ? rate : better);
        if (!clicks) {
          continue;
        }
        run.clicks[version]++;
        if (run.isWon()) {
          found++;
          right += run.clicks[1] > run.clicks[0] ? 1 : 0;
          people += person;
          break;
        }
      }
    }
    System.out.printf(
        "power: %.1f%% against %.1f%%: found in %d of 100, after %,d people on average%n",
        rate, better, found, found == 0 ? 0 : people / found);

    assertThat(right).isEqualTo(found);
    assertThat(found).isGreaterThanOrEqualTo(least);
  }

  @Test
  void the_evidence_does_not_depend_on_which_version_is_called_the_first() {
    assertThat(SequentialTest.logEvidence(30, 70, 0.4))
        .isCloseTo(SequentialTest.logEvidence(70, 30, 0.6), within(1e-9));
    assertThat(SequentialTest.logEvidence(0, 0, 0.5)).isCloseTo(0, within(1e-9));
    assertThat(SequentialTest.logEvidence(50, 50, 0.5)).isNegative();
    assertThat(LogGamma.of(11)).isCloseTo(Math.log(3_628_800), within(1e-9));
    assertThat(LogGamma.of(1_000_001)).isCloseTo(12_815_518.384658169, within(1e-4));
  }

  @Test
  void the_evidence_is_a_fair_bet() {
    // Over all outcomes of twenty draws its mean is one.
    double mean = 0;
    for (int first = 0; first <= 20; first++) {
      double choose = LogGamma.of(21) - LogGamma.of(first + 1) - LogGamma.of(21 - first);
      double chance = choose + first * Math.log(0.3) + (20 - first) * Math.log(0.7);
      mean += Math.exp(chance + SequentialTest.logEvidence(first, 20 - first, 0.3));
    }
    assertThat(mean).isCloseTo(1, within(1e-9));
  }

  @Test
  void a_clear_winner_wins_and_says_by_how_much() {
    assertThat(verdict(numbers("a", 1000, 50, 0), numbers("b", 1000, 120, 0)))
        .isEqualTo(
            new Contest.Verdict.Winner(
                "b",
                "a: 50 of 1,000 clicked (5.0%), b: 120 of 1,000 clicked (12.0%); p = 7.7e-06"));
  }

  @Test
  void without_a_clear_one_there_is_none_and_the_rest_gets_the_first() {
    List<VariantNumbers> numbers = List.of(numbers("a", 1000, 50, 0), numbers("b", 1000, 60, 0));

    assertThat(contest().verdict(numbers, LATER, NOW)).isInstanceOf(Contest.Verdict.Open.class);
    assertThat(contest().verdict(numbers, NOW, NOW))
        .isInstanceOfSatisfying(
            Contest.Verdict.NoWinner.class, it -> assertThat(it.rest()).isEqualTo("a"));
  }

  @Test
  void nothing_is_decided_by_too_few() {
    assertThat(verdict(numbers("a", 9, 0, 0), numbers("b", 1000, 900, 0)))
        .isInstanceOf(Contest.Verdict.Open.class);
    assertThat(contest().verdict(List.of(), NOW, NOW)).isInstanceOf(Contest.Verdict.NoWinner.class);
  }

  @Test
  void one_with_more_complaints_cannot_win_however_many_click() {
    List<VariantNumbers> numbers =
        List.of(numbers("a", 10_000, 100, 1), numbers("b", 10_000, 400, 40));

    assertThat(contest().standing(numbers).excluded()).containsExactly("b");
    assertThat(contest().verdict(numbers, LATER, NOW))
        .isInstanceOfSatisfying(
            Contest.Verdict.Winner.class, it -> assertThat(it.variant()).isEqualTo("a"));
  }

  @Test
  void a_control_with_more_complaints_is_not_what_the_rest_gets() {
    Contest three = new Contest(AssignmentTest.experiment("50", 34, 33, 33));
    List<VariantNumbers> numbers =
        List.of(
            numbers("a", 10_000, 100, 60),
            numbers("b", 10_000, 100, 1),
            numbers("c", 10_000, 101, 1));

    assertThat(three.verdict(numbers, NOW, NOW))
        .isInstanceOfSatisfying(
            Contest.Verdict.NoWinner.class, it -> assertThat(it.rest()).isEqualTo("b"));
  }

  @Test
  void too_many_complaints_in_all_stop_it() {
    assertThat(verdict(numbers("a", 1000, 50, 11), numbers("b", 1000, 120, 12)))
        .isInstanceOfSatisfying(
            Contest.Verdict.Stop.class,
            it ->
                assertThat(it.words()).startsWith("23 of 2,000 complained (more than 1%); a: 50"));
  }

  @Test
  void for_what_is_delivered_the_one_that_fails_less_wins() {
    Experiment clicks = AssignmentTest.experiment("50", 50, 50);
    Contest contest =
        new Contest(
            new Experiment(AssignmentTest.terms("50", Metric.DELIVERED, 10), clicks.variants()));
    List<VariantNumbers> numbers =
        List.of(
            new VariantNumbers("a", 1000, 1000, 990, 10, 0, 0, 0, 0, 0),
            new VariantNumbers("b", 1000, 1000, 920, 80, 0, 0, 0, 0, 0));

    assertThat(contest.verdict(numbers, LATER, NOW))
        .isInstanceOfSatisfying(
            Contest.Verdict.Winner.class,
            it -> {
              assertThat(it.variant()).isEqualTo("a");
              assertThat(it.words()).contains("a: 990 of 1,000 delivered (99.0%)");
            });
  }

  @Test
  void a_rate_has_an_interval() {
    Interval interval = Interval.of(10, 100);
    assertThat(interval.low()).isCloseTo(0.0552, within(0.0001));
    assertThat(interval.high()).isCloseTo(0.1744, within(0.0001));
    assertThat(Interval.of(0, 0)).isEqualTo(new Interval(0, 1));
  }

  private static Contest contest() {
    return new Contest(AssignmentTest.experiment("50", 50, 50));
  }

  private static Contest.Verdict verdict(VariantNumbers... numbers) {
    return contest().verdict(List.of(numbers), LATER, NOW);
  }

  private static VariantNumbers numbers(String variant, int sent, int clicked, int complained) {
    return new VariantNumbers(
        variant, sent, sent, sent - 10, 0, clicked, clicked, 0, complained, 0);
  }

  private static int[] weights(String words) {
    return List.of(words.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
  }
}
