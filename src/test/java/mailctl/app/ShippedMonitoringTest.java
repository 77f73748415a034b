package mailctl.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.support.TestDatabase;
import mailctl.webhook.Receipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What ships for Prometheus and Grafana names what `/metrics` shows, and nothing else.
final class ShippedMonitoringTest {
  private static final Path RULES = Path.of("src/main/dist/prometheus/mailctl.rules.yaml");
  private static final Path DASHBOARD = Path.of("src/main/dist/grafana/mailctl.json");
  private static final Path PAGE = Path.of("src/site/markdown/monitoring.md");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:mailctl|jvm|process|system)_[a-z0-9_]+\\b");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private App app;
  private Monitoring monitoring;

  @BeforeEach
  void setUp() {
    app =
        new App(
            new SettingsReader(Map.of("HOME", folder.toString()), folder.resolve("none.yaml"))
                .read("", Map.of("database.url", db.jdbcUrl()))
                .valid());
    monitoring = new Monitoring(new Live(app));
    monitoring.posts().answered(new Receipt.TooLarge(1), Duration.ZERO);
    monitoring.events().folded(List.of(Duration.ofMillis(700)));
  }

  @AfterEach
  void tearDown() {
    app.close();
  }

  @Test
  void every_metric_in_rules_and_dashboard_exists() throws IOException {
    Set<String> there = exported();
    // Comes with the first collection.
    there.addAll(List.of("jvm_gc_pause_seconds_sum", "jvm_gc_pause_seconds_count"));

    assertThat(named(RULES)).hasSizeGreaterThan(15).isSubsetOf(there);
    assertThat(named(DASHBOARD)).hasSizeGreaterThan(25).isSubsetOf(there);
  }

  @Test
  void every_metric_of_ours_is_documented_and_nothing_more() throws IOException {
    Set<String> ours =
        exported().stream()
            .filter(name -> name.startsWith("mailctl_"))
            .map(name -> name.replaceAll("_(bucket|sum|count|max)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> documented =
        named(PAGE).stream()
            .filter(name -> name.startsWith("mailctl_"))
            .map(name -> name.replaceAll("_(bucket|sum|count)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(ours);
  }

  @Test
  void what_waits_is_counted_for_all_processes() {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        """
                        insert into organization (slug, name, email, time_zone)
                        values ('o', 'O', 'o@a.example', 'UTC')
                        """));

    assertThat(monitoring.scrape().lines())
        .contains(
            "mailctl_queue_due 0.0",
            "mailctl_queue_oldest_age_seconds 0.0",
            "mailctl_emails{status=\"held\"} 0.0",
            "mailctl_fold_seconds_bucket{le=\"0.5\"} 0",
            "mailctl_fold_seconds_bucket{le=\"1.0\"} 1",
            "mailctl_send_recipients_total{outcome=\"accepted\"} 0.0");
  }

  @Test
  void promtool_finds_nothing_wrong() throws Exception {
    assumeTrue(promtool().isPresent(), "promtool is not installed");
    Path text = Files.writeString(folder.resolve("metrics.txt"), monitoring.scrape());

    assertThat(run(text, "check", "metrics")).isEmpty();
    assertThat(run(text, "check", "rules", RULES.toString())).contains("SUCCESS");
  }

  private String run(Path stdin, String... args) throws Exception {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(promtool().orElseThrow().toString()), Stream.of(args))
                    .toList())
            .redirectInput(stdin.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static Optional<Path> promtool() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(each -> Path.of(each, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Set<String> exported() {
    return monitoring
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> named(Path file) throws IOException {
    return METRIC
        .matcher(Files.readString(file))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
