package mailctl.delivery;

import static mailctl.delivery.FoldFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mailctl.delivery.VisitJudge.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VisitJudgeTest {
  private static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final VisitJudge judge = VisitJudge.USUAL;

  @ParameterizedTest
  @ValueSource(
      strings = {
        FIREFOX,
        "",
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        "Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG) AppleWebKit/537.36"
      })
  void people_and_the_proxies_that_fetch_when_they_look(String agent) {
    assertThat(judge.alone(false, agent)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0",
        "curl/8.5.0",
        "Mozilla/5.0 (compatible; BARRACUDA Sentinel)",
        "python-requests/2.32",
        "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1)"
      })
  void programs_by_their_name(String agent) {
    assertThat(judge.alone(false, agent)).contains(Evidence.USER_AGENT);
  }

  @Test
  void sendgrids_word_counts_and_the_list_can_be_changed() {
    assertThat(judge.alone(true, FIREFOX)).contains(Evidence.PROVIDER);

    VisitJudge strict = new VisitJudge(List.of("firefox"), Duration.ZERO);
    assertThat(strict.alone(false, FIREFOX)).contains(Evidence.USER_AGENT);
    assertThat(strict.alone(false, "curl/8")).isEmpty();
  }

  @Test
  void nobody_looks_before_or_right_after_the_delivery() {
    List<VisitJudge.Visit> visits = List.of(open(-1), open(1), open(2));

    assertThat(judge.together(visits, Optional.of(START)))
        .containsExactly(
            Optional.of(Evidence.TOO_SOON), Optional.of(Evidence.TOO_SOON), Optional.empty());
    assertThat(judge.together(visits, Optional.empty())).containsOnly(Optional.empty());
  }

  @Test
  void three_links_in_two_seconds_are_a_scanner_and_one_link_thrice_is_not() {
    Optional<Evidence> scanner = Optional.of(Evidence.MANY_LINKS);

    assertThat(verdicts(click(60, "a"), click(61, "b"), click(62, "c"), click(65, "a")))
        .containsExactly(scanner, scanner, scanner, Optional.empty());
    assertThat(verdicts(click(60, "a"), click(60, "a"), click(61, "a")))
        .containsOnly(Optional.empty());
    assertThat(verdicts(click(60, "a"), click(61, "b"), click(63, "c")))
        .containsOnly(Optional.empty());
    assertThat(verdicts(click(60, "a"), click(61, "b"), open(61))).containsOnly(Optional.empty());
  }

  @Test
  void the_order_of_the_visits_does_not_matter() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<VisitJudge.Visit> visits = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        visits.add(click(random.nextInt(8), "link" + random.nextInt(4)));
      }
      List<Optional<Evidence>> before = judge.together(visits, Optional.of(START));
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
      Collections.shuffle(order, random);
      List<Optional<Evidence>> after =
          judge.together(order.stream().map(visits::get).toList(), Optional.of(START));
      assertThat(after).as("seed %d", seed).isEqualTo(order.stream().map(before::get).toList());
    }
  }

  private List<Optional<Evidence>> verdicts(VisitJudge.Visit... visits) {
    return judge.together(List.of(visits), Optional.of(START));
  }

  private static VisitJudge.Visit open(int second) {
    return new VisitJudge.Visit(START.plusSeconds(second), false, FIREFOX, "");
  }

  private static VisitJudge.Visit click(int second, String url) {
    return new VisitJudge.Visit(START.plusSeconds(second), false, FIREFOX, url);
  }
}
