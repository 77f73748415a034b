package mailctl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class WebhookBenchTest {
  @TempDir Path folder;

  @Test
  void a_small_run_measures_everything_and_leaves_no_server_behind() throws Exception {
    Figures figures;
    try (House house = new House()) {
      BenchRun run = new BenchRun(true, List.of(), folder, house, new Progress(System.err));
      figures = new WebhookBench().measure(run, WebhookSizes.tiny());
    }

    assertThat(figures.all())
        .extracting(Figure::name)
        .contains(
            "accept.10_events.2_connections.posts",
            "accept.10_events.2_connections.p99",
            "process.mixed.2_workers.events",
            "process.mixed.2_workers.last_tenth");
    assertThat(figures.all())
        .filteredOn(figure -> figure.unit().endsWith("/s"))
        .allSatisfy(figure -> assertThat(figure.ratio().orElseThrow()).isPositive());
    assertThat(figures.all())
        .filteredOn(figure -> figure.name().endsWith("refused"))
        .allSatisfy(figure -> assertThat(figure.value()).isZero());
    assertThat(Files.exists(folder.resolve("state/data/postmaster.pid"))).isFalse();
  }
}
