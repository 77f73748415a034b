package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.WEBHOOK_POST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mailctl.http.SandboxListener;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sandbox.SuppressionLists;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.Golden;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.assertj.core.api.SoftAssertions;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What programs can rely on: the shape of every command's JSON, over one season with a bit of
/// everything. A field that goes, or changes its type, shows in a file.
final class GoldenJsonTest {
  /// Commands without JSON of a shape of their own.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          entry("completion", "prints a script"),
          entry("man-pages", "writes files"),
          entry("names", "prints names, for a script"),
          entry("help", "prints a page"),
          entry("serve", "runs until it is stopped, and prints nothing"),
          entry("sandbox", "runs until it is stopped, and prints nothing"),
          entry("demo", "takes a minute; its report has a test of its own"),
          entry("webhook-test", "needs a daemon to post to; its report has a test of its own"),
          entry("config-reload", "needs a daemon; its answer has a test of its own"),
          entry("log-show", "needs a daemon; its answer has a test of its own"),
          entry("log-level", "needs a daemon; its answer has a test of its own"));

  private static final String MARKET = "winter-night-market";

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private final SendGridSigner signer = SendGridSigner.generate();
  private final JsonTour tour = new JsonTour(this::on);
  private Sandbox sandbox;
  private SandboxListener listener;
  private TestRows rows;

  @BeforeEach
  void open() {
    rows = TestRows.in(db.database());
    sandbox =
        new Sandbox(
            SandboxSettings.plain(1)
                .withApiKey("SG.x")
                .withReporting(new SandboxSettings.Reporting(true, 100)),
            clock,
            signer,
            Optional.of((_, _) -> 204));
    listener = SandboxListener.start(sandbox, 0);
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void every_answer_has_the_shape_of_its_file() throws Exception {
    settings();
    campaign();
    long email = sending();
    looking(email);
    inbox();
    consent();
    variants();
    ends();

    Map<String, String> files = new TreeMap<>();
    tour.texts().forEach((command, shape) -> files.put(command + ".txt", shape));
    Set<String> expected =
        AllCommands.paths().stream()
            .map(path -> String.join("-", path))
            .filter(command -> !OTHERS.containsKey(command))
            .collect(Collectors.toCollection(TreeSet::new));
    SoftAssertions.assertSoftly(
        softly -> {
          softly.assertThat(tour.problems()).isEmpty();
          softly.assertThat(tour.texts().keySet()).as("asked commands").isEqualTo(expected);
          softly.check(() -> Golden.check("json", files));
        });
  }

  private void settings() {
    tour.ask("version");
    tour.ask("migrate");
    tour.ask("config", "show");
    tour.ask("config", "check");
    tour.ask("budget", "set", "--per-second", "500");
    tour.ask("budget", "set", "--per-second", "20", "--domain", "b.example", "-n");
    tour.ask("budget", "show");
    tour.ask("config", "init", "--to", folder.resolve("mailctl.yaml").toString());
    tour.ask("token", "create", "--scope", "read", "--days", "9", "here");
    tour.ask("token", "list");
    tour.ask("token", "revoke", "here");
    tour.ask("token", "list", "--all");
  }

  private void campaign() throws Exception {
    tour.ask("import", "sample:market.yaml", "-n");
    tour.ask("import", "sample:market.yaml", "sample:harvest-fair.yaml", "sample:season.yaml");
    tour.ask("import", "sample:vendors.csv", "--event", MARKET);
    tour.ask("event", "list");
    tour.ask("event", "show", MARKET);
    tour.ask("event", "update", MARKET, "--event-date", "2026-06-21", "-n");
    tour.ask("schedule", "generate", "--event", "harvest-fair", "-n");
    tour.ask("schedule", "generate", "--event", "harvest-fair");
    tour.ask("event", "go-live", "harvest-fair", "-n");
    tour.ask("event", "update", "harvest-fair", "--event-date", "2027-11-14");
    tour.ask("registration", "list", "--event", MARKET);
    tour.ask("registration", "show", "1");
    tour.ask("registration", "update", "1", "--field", "attributes.size=L");
    tour.ask("template", "list");
    tour.ask("template", "show", "Evening market");
    Path file = folder.resolve("market.yaml");
    tour.ask("template", "export", "Evening market", "--output", file.toString());
    tour.ask("template", "import", file.toString());
    tour.ask("template", "clone", "Evening market", "--name", "Copy");
    tour.ask("template", "default", "Copy");
    tour.ask("template", "save", "--from-event", "harvest-fair", "--name", "Kept");
    tour.ask("template", "delete", "Kept", "--yes");
    Path footer = Files.writeString(folder.resolve("footer.txt"), "Until then\n");
    String[] market = {"--organization", "lakeside-markets"};
    tour.ask("partial", "save", "footer", market[0], market[1], "--text-file", footer.toString());
    tour.ask("partial", "list", market[0], market[1]);
    tour.ask("partial", "show", "footer", market[0], market[1]);
    tour.ask("partial", "delete", "footer", market[0], market[1], "--yes");
    String news =
        tour.ask(
                "schedule",
                "create",
                "--event",
                MARKET,
                "--name",
                "News",
                "--at",
                "2026-12-01 09:00",
                "--subject",
                "Hi",
                "--text",
                "Hello {{first_name}}",
                "--everyone",
                "--transactional")
            .at("/scheduled_email/id")
            .asText();
    if (news.isEmpty()) {
      news = String.valueOf(newest());
    }
    tour.ask("schedule", "edit", news, "--subject", "Hello");
    tour.ask("schedule", "move", news, "--to", "2026-12-02 09:00");
    tour.ask("schedule", "pause", news);
    tour.ask("schedule", "resume", news);
    tour.ask("schedule", "show", news);
    tour.ask("schedule", "cancel", news, "--yes");
    tour.ask("schedule", "list");
    tour.ask("schedule", "list", "--overdue");
    tour.ask("schedule", "delete", news, "--yes");
  }

  private long newest() {
    return db.database()
        .transaction(
            tx -> tx.dsl().fetchSingle("select max(id) from scheduled_email").get(0, Long.class));
  }

  private long sending() {
    for (String address :
        new String[] {
          "ada@a.example",
          "bob@a.example",
          "hard-bounce@a.example",
          "blocked-mailbox-full@a.example",
          "dropped-invalid@a.example",
          "spam@a.example",
          "unsubscribe@a.example",
          "opted-out@a.example"
        }) {
      rows.registration()
          .with(REGISTRATION.EMAIL, address)
          .with(REGISTRATION.CATEGORY, address.startsWith("a") ? "Food" : "Art")
          .with(REGISTRATION.ATTRIBUTES, JSONB.valueOf("{\"size\": \"L\"}"))
          .insert();
    }
    rows.suppression("opted-out@a.example").insert();
    long email =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.KIND, "transactional")
            .with(
                SCHEDULED_EMAIL.HTML,
                "<p>{{#if website}}{{website}}{{else}}Hello {{first_name|there}}"
                    + " {{phone}}{{/if}}</p><img src=\"x.png\"><a"
                    + " href=\"https://a.example/\">here</a>")
            .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf("{\"status\": [\"approved\"]}"))
            .insert()
            .getId();
    String id = Long.toString(email);
    tour.ask("preview", "--id", id);
    tour.ask("preview", "--id", id, "--branches");
    tour.ask("lint", "--id", id);
    tour.ask("recipients", "--id", id);
    tour.ask("recipients", "--id", id, "--skipped");
    String plan = tour.ask("plan", "--id", id).path("plan_id").asText();
    tour.ask("send", "--plan", plan, "-n");
    rows.registration().with(REGISTRATION.EMAIL, "late@a.example").insert();
    tour.ask("send", "--plan", plan, "-n");
    tour.ask("send", "--id", id, "--test-to", "me@a.example");
    tour.ask("send", "--id", id, "-n");
    tour.ask("sweep", "-n");
    tour.ask("sweep");
    tour.ask("schedule", "show", id);
    tour.ask("send", "--id", id);
    rows.scheduledEmail()
        .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf("{\"email\": [\"ada@a.example\"]}"))
        .insert();
    tour.ask("sweep", "-n");
    tour.ask("sweep");
    tour.ask("inspect", "gaps", "--list");
    clock.tick(Duration.ofMinutes(20));
    tour.ask("inspect", "gaps");
    tour.ask("inspect", "gaps", "--list");
    tour.ask("doctor");
    tour.ask("backfill", "-n");
    tour.ask("backfill");
    String first = delivery("ada@a.example");
    tour.ask("simulate", "open", "--delivery", first, "--direct");
    tour.ask("simulate", "click", "--delivery", first, "--direct");
    tour.ask(mix(id, "-n"));
    tour.ask(mix(id, "--out", folder.resolve("posts.json").toString()));
    tour.ask("simulate", "file", folder.resolve("posts.json").toString(), "-n");
    doubtful();
    return email;
  }

  /// What else is made up is drawn, and would differ from run to run.
  private static String[] mix(String id, String... more) {
    List<String> words = new ArrayList<>(List.of("simulate", "mix", "--id", id));
    for (String none :
        List.of(
            "bounce",
            "blocked",
            "dropped",
            "deferred",
            "open",
            "machine-open",
            "click",
            "spam",
            "unsubscribe")) {
      words.addAll(List.of("--" + none, "0"));
    }
    words.addAll(List.of("--delivered", "1"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /// A request whose answer was lost.
  private void doubtful() {
    rows.registration().with(REGISTRATION.EMAIL, "lost-response@a.example").insert();
    String id = Long.toString(rows.scheduledEmail().insert().getId());
    tour.ask("send", "--id", id);
    tour.ask("inspect", "doubts");
    tour.ask("resolve", "--id", id, "--sent", "--reason", "seen", "-n");
    tour.ask("resolve", "--id", id, "--sent", "--reason", "seen", "--yes");
    tour.ask("inspect", "doubts", "--settled");
  }

  private String delivery(String address) {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .selectFrom(DELIVERY)
                    .where(DELIVERY.EMAIL.eq(address))
                    .orderBy(DELIVERY.ID)
                    .limit(1)
                    .fetchSingle()
                    .getId()
                    .toString());
  }

  private void looking(long email) {
    String id = Long.toString(email);
    tour.ask("inspect");
    tour.ask("inspect", "emails");
    tour.ask("inspect", "deliveries", "--limit", "3");
    tour.ask("inspect", "deliveries", "--id", id);
    for (String address : new String[] {"ada@a.example", "hard-bounce@a.example"}) {
      tour.ask("inspect", "delivery", delivery(address));
    }
    tour.ask("inspect", "delivery", delivery("ada@a.example"), "--as-of", "2026-06-01T12:01:00Z");
    tour.ask("inspect", "retries");
    tour.ask("inspect", "balance", "--id", id);
    tour.ask("stats");
    tour.ask("stats", "--id", id, "--by", "email");
    for (String address :
        new String[] {
          "ada@a.example", "hard-bounce@a.example", "blocked-mailbox-full@a.example",
          "opted-out@a.example", "unsubscribe@a.example", "nobody@a.example"
        }) {
      tour.ask("why", address);
      tour.ask("why", address, "--email", id);
    }
    tour.ask("verify", "--all");
    tour.ask("rebuild", "--all", "-n");
    tour.ask("resend", "--delivery", delivery("blocked-mailbox-full@a.example"), "-n");
    tour.ask("resend", "--delivery", delivery("blocked-mailbox-full@a.example"), "--yes");
  }

  private void inbox() {
    long post =
        rows.webhookPost()
            .with(WEBHOOK_POST.STATE, "parked")
            .with(WEBHOOK_POST.BODY, "hello".getBytes(UTF_8))
            .insert()
            .getId();
    rows.parkedEvent()
        .with(PARKED_EVENT.WEBHOOK_POST_ID, post)
        .with(PARKED_EVENT.DETAIL, "no time")
        .insert();
    rows.parkedEvent().with(PARKED_EVENT.WEBHOOK_POST_ID, post).insert();
    tour.ask("inspect", "inbox");
    tour.ask("inspect", "parked");
    tour.ask("inspect", "parked", "--event", "1");
    tour.ask("inspect", "parked", "--post", Long.toString(post));
    tour.ask("parked", "list");
    tour.ask("parked", "show", "event:1");
    tour.ask("parked", "show", "post:" + post);
    tour.ask("parked", "discard", "event:1", "--reason", "nothing in it");
    tour.ask("parked", "retry", "--all");
    tour.ask("parked", "list", "--discarded");
    tour.ask("replay", "--since", "30d", "-n");
    tour.ask("replay", "--since", "30d", "--yes");
  }

  private void consent() throws Exception {
    tour.ask("suppression", "add", "kim@a.example", "--note", "rang", "-n");
    tour.ask("suppression", "add", "kim@a.example", "--note", "rang");
    tour.ask("suppression", "add", "kim@a.example", "--event", MARKET);
    tour.ask("suppression", "list");
    tour.ask("suppression", "lift", "kim@a.example", "--scope", "global", "--yes");
    tour.ask("suppression", "list", "--address", "kim@a.example");
    tour.asked("address,reason\nlee@a.example,unsubscribed\n", "suppression", "import", "-");
    tour.ask("suppression", "export", "--to", folder.resolve("out.csv").toString());
    sandbox
        .suppressions()
        .add(
            SuppressionLists.Name.BOUNCES,
            new SuppressionLists.Entry("there@a.example", before(), "550", "5.1.1"));
    tour.ask("suppression", "sync", "-n");
    tour.ask("suppression", "sync", "--yes");
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"), "hard: count\nsoft: suppress\ncomplaint: ignore\n");
    tour.ask("policy", "try", policy.toString());
    tour.ask("policy", "try", policy.toString(), "--force");
    tour.ask("policy", "apply", policy.toString(), "--yes");
    tour.ask("policy", "show");
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(REGISTRATION)
                    .set(REGISTRATION.EMAIL, "bob@b.example")
                    .where(REGISTRATION.EMAIL.eq("bob@a.example"))
                    .execute());
    tour.ask("forget", "bob@b.example", "-n");
    tour.ask("forget", "bob@b.example", "--confirm", "bob@b.example");
    tour.ask("why", "bob@b.example");
  }

  private Instant before() {
    return TestRows.NOW.minus(Duration.ofDays(9));
  }

  /// So many that no draw leaves a version without anybody.
  private void variants() throws IOException {
    for (int i = 0; i < 80; i++) {
      rows.registration().with(REGISTRATION.CATEGORY, "Crafts").insert();
    }
    Path file = folder.resolve("variants.yaml");
    Files.writeString(
        file,
        """
        variants:
          - name: a
          - name: b
            subject: Soon
        experiment:
          share: 50%
          min_recipients: 1
        """);
    String id =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.KIND, "transactional")
            .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf("{\"category\": [\"Crafts\"]}"))
            .insert()
            .getId()
            .toString();
    tour.ask("schedule", "edit", id, "--variants", file.toString());
    tour.ask("schedule", "variants", id);
    tour.ask("send", "--id", id);
    tour.ask("schedule", "show", id);
    tour.ask("stats", "--id", id, "--variants");
    tour.ask("schedule", "decide", id, "--winner", "b", "-n");
    tour.ask("schedule", "decide", id, "--winner", "b", "--yes");
    tour.ask("schedule", "variants", id);
    tour.ask("stats", "--id", id, "--variants");
    tour.ask("stats", "--by", "template");
    tour.ask("report", "--day");
    tour.ask("report", "--week");
  }

  private void ends() {
    tour.ask("webhook", "show");
    tour.ask("webhook", "setup", "-n");
    tour.ask("webhook", "setup");
    tour.ask("webhook", "show");
    tour.ask("webhook", "rotate-key", "-n");
    tour.ask("webhook", "rotate-key", "--yes");
    tour.ask("unfence");
    tour.ask("unfence", "--copy", "-n");
    clock.tick(Duration.ofDays(800));
    tour.ask("prune", "--older-than", "400d", "-n");
    tour.ask("prune", "--older-than", "400d", "--yes");
    tour.ask("audit", "--since", "2020-01-01T00:00:00Z");
  }

  private CommandRun on() {
    return CommandRun.on(db)
        .clock(clock)
        .set("sendgrid.api-key", "SG.x")
        .set("sendgrid.url", listener.url())
        .set("public.url", "https://mail.example.org")
        .set("state.dir", folder.toString())
        .set("send.max-wait", "1s")
        .set("webhook.keys", signer.publicKey());
  }
}
