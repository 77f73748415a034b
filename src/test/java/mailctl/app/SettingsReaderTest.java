package mailctl.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.delivery.Share;
import mailctl.http.Cidr;
import mailctl.http.Rate;
import mailctl.http.TrustedProxies;
import mailctl.log.LogPlan;
import mailctl.support.WebhookSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/kim"));

  @Test
  void the_defaults_are_these() {
    Settings settings = read().valid();

    assertThat(settings)
        .usingRecursiveComparison()
        .isEqualTo(
            new Settings(
                new Settings.DatabaseSection(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Path.of("/home/kim/.local/state/mailctl")),
                new Settings.SendGridSection(
                    Optional.empty(),
                    URI.create("https://api.sendgrid.com"),
                    Settings.Region.GLOBAL,
                    Optional.empty(),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20)),
                new Settings.SendSection(
                    1000,
                    8,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    5,
                    Duration.ofSeconds(30)),
                new Settings.DoubtSection(false, Duration.ofMinutes(30)),
                new Settings.CanarySection(
                    Share.NONE,
                    1000,
                    Share.parse("5%"),
                    Share.parse("10%"),
                    Share.parse("0.3%"),
                    Duration.ofMinutes(10),
                    Duration.ofHours(6)),
                new Settings.RetrySection(
                    hours(1, 4, 24),
                    hours(1, 4, 24),
                    hours(4, 12, 24),
                    hours(24, 72),
                    hours(24),
                    List.of(),
                    List.of(),
                    hours(24),
                    Duration.ofMinutes(1)),
                new Settings.PaceSection(10, Duration.ofHours(1), Duration.ofMinutes(15)),
                new Settings.SweepSection(100, Duration.ofDays(7)),
                new Settings.ServeSection(
                    Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofSeconds(25)),
                new Settings.WebhookSection(
                    List.of(),
                    Settings.Verify.SIGNATURE,
                    8 << 20,
                    Runtime.getRuntime().maxMemory() / 100 * 25,
                    Duration.ofHours(25),
                    Duration.ofMinutes(5),
                    Math.min(2, Runtime.getRuntime().availableProcessors()),
                    new Settings.OAuthSection(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
                new Settings.RadarSection(Duration.ofMinutes(15), Duration.ofHours(72)),
                new Settings.PublicSection(
                    "0.0.0.0",
                    8080,
                    URI.create("http://localhost:8080"),
                    List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")),
                    TrustedProxies.Header.X_FORWARDED_FOR,
                    Optional.of(new Rate(20, 1)),
                    Optional.of(new Rate(50, 1))),
                new Settings.AdminSection("127.0.0.1", 8081, Optional.empty()),
                new Settings.SandboxSection(8082),
                new Settings.RetentionSection(Optional.empty(), Optional.empty()),
                new Settings.VisitsSection(
                    mailctl.delivery.VisitJudge.USUAL_AGENTS, Duration.ofSeconds(2)),
                LogPlan.USUAL,
                new Settings.ReportSection(
                    Optional.empty(), List.of(), Optional.empty(), Optional.empty())));
  }

  @Test
  void every_key_reaches_the_tree() {
    Map<String, String> given = new HashMap<>();
    for (SettingKey<?> key : SettingKeys.all()) {
      given.put(key.name(), other(key));
    }
    LoadedSettings loaded = new SettingsReader(environment, nowhere()).read("", given);
    Settings defaults = read().valid();

    Settings settings = loaded.valid();
    assertThat(components(settings))
        .hasSameSizeAs(SettingKeys.all())
        .allSatisfy(
            (name, value) -> assertThat(value).isNotEqualTo(components(defaults).get(name)));
  }

  @Test
  void the_option_wins_over_the_environment_that_over_the_file_that_over_the_default()
      throws IOException {
    Path file = write("sweep:\n  limit: 3\nsend.concurrency: 4\nadmin: {port: 5}\n");
    environment.put("MAILCTL_SWEEP_LIMIT", "2");
    environment.put("MAILCTL_SEND_CONCURRENCY", "6");

    LoadedSettings loaded = read(file, Map.of("sweep.limit", "1"));

    Settings settings = loaded.valid();
    assertThat(settings.sweep().limit()).isEqualTo(1);
    assertThat(settings.send().concurrency()).isEqualTo(6);
    assertThat(settings.admin().port()).isEqualTo(5);
    assertThat(source(loaded, "sweep.limit")).isEqualTo("option");
    assertThat(source(loaded, "send.concurrency"))
        .isEqualTo("environment MAILCTL_SEND_CONCURRENCY");
    assertThat(source(loaded, "admin.port")).isEqualTo("file " + file);
    assertThat(source(loaded, "sandbox.port")).isEqualTo("default");
  }

  @Test
  void standard_names_work_and_our_own_win_over_them() {
    environment.put("DATABASE_URL", "postgres://u:geheim@db/mail");
    environment.put("SENDGRID_API_KEY", "SG.one");
    environment.put("MAILCTL_SENDGRID_API_KEY", "SG.two");

    LoadedSettings loaded = read();

    assertThat(loaded.valid().database().url()).contains("postgres://u:geheim@db/mail");
    assertThat(loaded.valid().sendgrid().apiKey()).contains(new Secret("SG.two"));
  }

  @Test
  void secrets_are_never_shown() {
    environment.put("DATABASE_URL", "postgres://u:ge/heim@db/mail?password=geheim&ssl=1");
    environment.put("PGPASSWORD", "geheim");
    environment.put("SENDGRID_API_KEY", "geheim");
    environment.put("MAILCTL_ADMIN_TOKEN", "geheim");

    LoadedSettings loaded = read();

    assertThat(loaded.values().toString()).doesNotContain("heim").contains("postgres://u:***@db");
    assertThat(loaded.valid().toString()).doesNotContain("heim");
  }

  @Test
  void a_secret_can_stand_in_a_file_named_relative_to_the_configuration() throws IOException {
    Files.writeString(folder.resolve("key"), "SG.file\n");
    Path file = write("sendgrid:\n  api-key-file: key\n");

    assertThat(read(file, Map.of()).valid().sendgrid().apiKey()).contains(new Secret("SG.file"));
  }

  @Test
  void all_problems_are_reported_at_once() throws IOException {
    Path file = write("swep:\n  limit: 3\nsend:\n  batch-size: 1001\n  lease: 20s\n");
    environment.put("MAILCTL_SEND_CONCURENCY", "6");
    environment.put("MAILCTL_PUBLIC_PORT", "http");
    environment.put("MAILCTL_SERVICE_HOST", "10.0.0.1");
    environment.put("MAILCTL_PORT_8080_TCP", "tcp://10.0.0.1:8080");

    LoadedSettings loaded =
        read(file, Map.of("retry.mailbox", "soon", "database.password-file", "/nonexistent"));

    assertThat(loaded.problems())
        .containsExactlyInAnyOrder(
            "database.password-file: cannot read /nonexistent (option)",
            "send.batch-size: '1001' is not a whole number between 1 and 1000 (file " + file + ")",
            "retry.mailbox: 'soon' is not a duration such as 30s, 5m, 4h or 7d (option)",
            "public.port: 'http' is not a whole number between 0 and 65535"
                + " (environment MAILCTL_PUBLIC_PORT)",
            "send.lease: must be longer than sendgrid.timeout",
            "MAILCTL_SEND_CONCURENCY: there is no such setting"
                + " (did you mean MAILCTL_SEND_CONCURRENCY?)",
            "swep.limit: there is no such setting (did you mean sweep.limit?) (file " + file + ")");
    assertThatThrownBy(loaded::valid)
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFIG))
        .hasMessageContainingAll("7 problems", "retry.mailbox", "swep.limit");
  }

  @Test
  void a_named_file_must_exist() {
    assertThatThrownBy(() -> read(folder.resolve("none.yaml"), Map.of()))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
  }

  @Test
  void a_file_that_is_no_mapping_or_no_yaml_is_refused() throws IOException {
    for (String text :
        List.of("- a\n", "a: [", "a: 1\na: 2\n", "sweep.limit: 1\nsweep: {limit: 2}")) {
      Path file = write(text);
      assertThatThrownBy(() -> read(file, Map.of()))
          .isInstanceOfSatisfying(
              Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFIG))
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void a_tab_in_the_file_is_named_with_its_place() throws IOException {
    Path file = write("sweep:\n\tlimit: 3\n");

    assertThatThrownBy(() -> read(file, Map.of()))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFIG))
        .hasMessage(
            "the configuration file "
                + file
                + " is invalid: line 2, column 1: a tab; YAML is indented with spaces");
  }

  @Test
  void the_users_own_file_wins_over_the_systems() throws IOException {
    Path system = write("sweep.limit: 7\n");
    environment.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    SettingsReader reader = new SettingsReader(environment, system);
    assertThat(reader.read("", Map.of()).valid().sweep().limit()).isEqualTo(7);

    Path own = folder.resolve("xdg/mailctl/config.yaml");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "sweep.limit: 8\n");
    assertThat(reader.read("", Map.of()).valid().sweep().limit()).isEqualTo(8);
  }

  @Test
  void keys_are_read_as_base64_or_pem() throws IOException {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + KEY.substring(0, 64)
            + "\n"
            + KEY.substring(64)
            + "\n-----END PUBLIC KEY-----";
    Path file = write("webhook:\n  keys:\n    - " + KEY + "\n    - |\n" + pem.indent(6));

    assertThat(read(file, Map.of()).valid().webhook().keys()).containsExactly(KEY, KEY);
    assertThat(read(write("webhook.keys: MFkw\n"), Map.of()).problems())
        .singleElement()
        .asString()
        .startsWith("webhook.keys: 'MFkw' is not a public key");
  }

  @Test
  void a_key_on_another_curve_is_a_problem_before_serve_starts() {
    String key = WebhookSigner.onCurve("secp384r1").publicKey();

    assertThat(problems(Map.of("webhook.keys", key))).singleElement().asString().contains("P-256");
  }

  @Test
  void the_former_words_of_verify_go_on_meaning_the_same() {
    assertThat(verify("on")).isEqualTo(Settings.Verify.SIGNATURE);
    assertThat(verify("signature")).isEqualTo(Settings.Verify.SIGNATURE);
    assertThat(verify("off")).isEqualTo(Settings.Verify.OFF);
  }

  @Test
  void tokens_need_an_issuer_its_keys_and_an_audience() {
    Map<String, String> given = new HashMap<>(Map.of("webhook.verify", "both"));
    given.put("webhook.oauth.issuer", "https://issuer.example");
    given.put("webhook.oauth.audience", "mailctl");
    assertThat(problems(given)).singleElement().asString().contains("webhook.oauth.jwks-url");

    given.put("webhook.oauth.jwks-url", "http://issuer.example/keys");
    assertThat(problems(given)).anyMatch(each -> each.contains("is not an https URL"));

    given.put("webhook.oauth.jwks-url", "https://issuer.example/keys");
    assertThat(problems(given)).isEmpty();
  }

  @Test
  void memory_is_a_size_or_a_share_of_the_heap_and_holds_one_body_at_least() {
    assertThat(maxMemory("64MB")).isEqualTo(64L << 20);
    assertThat(maxMemory("50%")).isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 50);
    assertThat(maxMemory("1kB")).isEqualTo(8L << 20);
    for (String wrong : List.of("0%", "200%", "much")) {
      assertThat(problems(Map.of("webhook.max-memory", wrong))).as(wrong).isNotEmpty();
    }
  }

  private Settings.Verify verify(String text) {
    return given(Map.of("webhook.verify", text)).valid().webhook().verify();
  }

  private long maxMemory(String text) {
    return given(Map.of("webhook.max-memory", text)).valid().webhook().maxMemory();
  }

  private List<String> problems(Map<String, String> given) {
    return given(given).problems();
  }

  private LoadedSettings given(Map<String, String> given) {
    return new SettingsReader(environment, nowhere()).read("", given);
  }

  private static final String KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li"
          + "/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==";

  private LoadedSettings read() {
    return new SettingsReader(environment, nowhere()).read("", Map.of());
  }

  private LoadedSettings read(Path file, Map<String, String> overrides) {
    return new SettingsReader(environment, nowhere()).read(file.toString(), overrides);
  }

  private Path nowhere() {
    return folder.resolve("nowhere.yaml");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), text);
  }

  private static String source(LoadedSettings loaded, String key) {
    return loaded.values().stream()
        .filter(value -> value.key().equals(key))
        .findFirst()
        .orElseThrow()
        .source();
  }

  /// A valid value that is not the default.
  private static String other(SettingKey<?> key) {
    return switch (key.name()) {
      case "sendgrid.url", "public.url", "webhook.oauth.jwks-url" -> "https://other.example";
      case "sendgrid.region" -> "eu";
      case "webhook.verify" -> "off";
      case "webhook.keys" -> KEY;
      case "webhook.max-body", "webhook.max-memory" -> "99MB";
      case "send.lease" -> "40s";
      case "report.daily-at" -> "17:17";
      case "report.mail-to", "report.mail-from" -> "ops@other.example";
      case "report.time-zone" -> "Europe/Vienna";
      case "send.prove-absence" -> "on";
      case "send.prove-absence-after" -> "17m";
      case "sendgrid.timeout" -> "19s";
      case "public.trusted-proxies" -> "10.0.0.0/8";
      case "public.forwarded-header" -> "forwarded";
      case "public.page-limit", "public.refused-limit" -> "17/m";
      case "log.format" -> "json";
      case "log.level" -> "trace";
      case "log.levels" -> "webhook=debug";
      default -> {
        boolean number = key.defaultText().matches("\\d+") || key.name().endsWith("port");
        boolean duration = key.defaultText().matches("\\d+[a-z].*|none");
        if (key.name().startsWith("send.canary") && key.defaultText().matches("off|.*%")) {
          yield "17%";
        }
        if (key.name().startsWith("retention.")) {
          yield "17d";
        }
        yield number ? "17" : duration ? "17s" : "seventeen";
      }
    };
  }

  private static Map<String, Object> components(Record tree) {
    Map<String, Object> components = new HashMap<>();
    for (var component : tree.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(tree);
        if (value instanceof Record section && !(value instanceof Secret)) {
          components(section)
              .forEach((name, inner) -> components.put(component.getName() + "." + name, inner));
        } else {
          components.put(component.getName(), value);
        }
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return components;
  }

  private static List<Duration> hours(long... hours) {
    return java.util.Arrays.stream(hours).mapToObj(Duration::ofHours).toList();
  }
}
