package mailctl.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// `scripts/torture` in small.
final class TortureTest {
  private static final long SEED = Long.getLong("mailctl.torture.seed", 4);

  @Test
  void nobody_is_lost_and_nobody_is_mailed_twice_under_torture() throws Exception {
    Verdict verdict = TortureMain.run(TorturePlan.brief(SEED), () -> false);

    List<Finding> broken = verdict.findings().stream().filter(each -> !each.holds()).toList();
    assertThat(broken).as(verdict::toString).isEmpty();
    assertThat(verdict.tally().kills()).as(verdict::toString).isPositive();
  }
}
