package mailctl.scenario;

import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.CommandRun;
import mailctl.support.Eventually;
import mailctl.support.TestDatabase;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A person with a history is forgotten; the books stay as they are.
final class ErasureTest {
  private static final List<String> TRACES =
      List.of(
          "\\mkim(@|%40)a\\.example",
          "Kim Secret", "Secret Pottery", "555-0199", "203\\.0\\.113\\.77");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private Chain chain;
  private ScheduledEmailId email;
  private DeliveryRecord kim;

  @BeforeEach
  void aPersonWithAHistory() {
    chain = new Chain(db);
    email = chain.emailTo(2);
    chain
        .rows
        .registration()
        .with(REGISTRATION.EMAIL, "Kim@A.example")
        .with(REGISTRATION.NAME, "Kim Secret")
        .with(REGISTRATION.BUSINESS_NAME, "Secret Pottery")
        .with(REGISTRATION.PHONE, "555-0199")
        .with(REGISTRATION.ATTRIBUTES, JSONB.valueOf("{\"nick\":\"Kim Secret\"}"))
        .insert();
    chain.rows.registration().with(REGISTRATION.EMAIL, "mykim@a.example").insert();
    chain.send(email);
    List<DeliveryRecord> all = chain.deliveries(email);
    kim = all.get(2);
    chain.post(
        chain.delivered(all.getLast()),
        chain.event("delivered", kim, 1, ",\"response\":\"250 OK for KIM@a.example\""),
        chain.event("open", kim, 1, opened("203.0.113.77")),
        chain.event("open", kim, 1, opened("203.0.113.78")));
    chain.clock.tick(Duration.ofMinutes(1));
    chain.post(
        chain.event(
            "click",
            kim,
            1,
            ",\"url\":\"https://a.example/?email=KIM%40a.example&x=kim@a.example\""
                + opened("203.0.113.77")),
        chain.event(
            "bounce",
            kim,
            1,
            ",\"type\":\"bounce\",\"status\":\"5.1.1\",\"bounce_classification\":\"Invalid"
                + " Address\",\"reason\":\"550 <kim@a.example> unknown:\\n"
                + "kim@a.example\""));
    // What cannot be applied, and an opt-out from mail that is not ours.
    chain.post(
        "{\"email\":\"kim@a.example\",\"event\":\"delivered\",\"timestamp\":1,\"sg_message_id\":\"x.y\"}",
        "{\"email\":\"kim@a.example\",\"nonsense\":true}",
        "{\"email\":\"kim@a.example\",\"event\":\"unsubscribe\",\"timestamp\":1780000000}");
    run("suppression", "add", "kim@a.example", "--note", "Kim Secret rang from 555-0199");
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void nothing_points_at_the_person_any_more_and_the_numbers_balance() {
    assertThat(traces()).isNotEmpty();
    String statistics = run("stats", "--json").stdout();
    String verified = run("verify", "--all", "--json").stdout();
    assertThat(run("verify", "--all").exitCode()).as(verified).isZero();

    assertThat(run("forget", "kim@a.example", "-n").stderr()).endsWith("nothing was changed\n");
    assertThat(traces()).isNotEmpty();
    CommandRun.Result forgotten = forget();

    assertThat(forgotten.exitCode()).as(forgotten.toString()).isZero();
    assertThat(forgotten.stdout())
        .contains(
            "\"registrations\" : 1",
            "\"deliveries\" : 1",
            "\"attempts\" : 1",
            "\"webhook_posts\" : 3",
            "\"parked_events\" : 2",
            "\"still_named_in\" : [ ]");
    assertThat(traces()).isEmpty();
    assertThat(run("inspect", "deliveries", "--status", "delivered").stdout())
        .contains("\tmykim@a.example\t");
    assertThat(run("stats", "--json").stdout()).isEqualTo(statistics);
    CommandRun.Result after = run("verify", "--all");
    assertThat(after.exitCode()).as(after.toString()).isZero();
    assertThat(
            run("rebuild", "--all", "--dry-run").stdout() + run("rebuild", "--all", "-n").stderr())
        .doesNotContain("differ in");
  }

  @Test
  void the_posts_can_still_be_replayed() {
    forget();

    CommandRun.Result replayed = run("replay", "--since", "30d", "--yes", "--json");

    assertThat(replayed.exitCode()).as(replayed.toString()).isZero();
    assertThat(replayed.stdout()).contains("\"applied\" : 0");
    CommandRun.Result verified = run("verify", "--all");
    assertThat(verified.exitCode()).as(verified.toString()).isZero();
    assertThat(traces()).isEmpty();
  }

  @Test
  void what_the_provider_says_later_counts_and_names_nobody() {
    forget();
    chain.clock.tick(Duration.ofHours(1));

    chain.post(
        chain.event("spamreport", kim, 1, ""), chain.event("open", kim, 1, opened("203.0.113.77")));

    assertThat(traces()).isEmpty();
    assertThat(run("inspect", "delivery", kim.getId().toString()).stdout())
        .contains("reported as spam");
    assertThat(run("verify", "--all").exitCode()).isZero();
  }

  @Test
  void the_address_stays_suppressed_whoever_brings_it_back() {
    forget();

    CommandRun.Result imported =
        CommandRun.on(db)
            .clock(chain.clock)
            .stdin("email,name\nlee@a.example,Lee\nKim@a.example,Kim\n")
            .run("import", "-", "--format", "csv", "--event", eventId());
    assertThat(imported.exitCode()).isEqualTo(65);
    assertThat(imported.stderr())
        .contains("line 3: this person asked to be forgotten and was erased at ")
        .doesNotContain("line 2");
    assertThat(
            CommandRun.on(db)
                .stdin("address\nkim@a.example\nlee@a.example\n")
                .run("suppression", "import", "-")
                .stderr())
        .isEqualTo("suppressed 1, known 0, erased and left out 1\n");
    assertThat(run("suppression", "add", "kim@a.example").exitCode()).isEqualTo(1);
    assertThat(traces()).isEmpty();

    // Another application, which knows nothing of this.
    chain.rows.registration().with(REGISTRATION.EMAIL, "kim@a.example").insert();
    ScheduledEmailId next = new ScheduledEmailId(chain.rows.scheduledEmail().insert().getId());
    int before = chain.provider.recipients().size();
    chain.send(next);
    assertThat(chain.deliveries(next))
        .extracting(DeliveryRecord::getStatus)
        .containsExactlyInAnyOrder("sent", "sent", "sent", "skipped", "skipped");
    List<String> mailed = chain.provider.recipients();
    assertThat(mailed.subList(before, mailed.size()))
        .hasSize(3)
        .noneMatch(each -> each.equalsIgnoreCase("kim@a.example") || each.endsWith(".invalid"));
    assertThat(run("why", "kim@a.example").stdout()).contains("asked to be forgotten", "erased");
    assertThat(run("suppression", "lift", "kim@a.example", "--yes").exitCode()).isEqualTo(1);

    // Forgotten again, beside the pseudonym of the first time.
    assertThat(forget().exitCode()).isZero();
    assertThat(traces()).isEmpty();
    assertThat(run("verify", "--all").exitCode()).isZero();
  }

  @Test
  void an_address_that_the_person_had_before_is_forgotten_with_it() {
    moves("kim@a.example", "kim@new.example");
    ScheduledEmailId next = new ScheduledEmailId(chain.rows.scheduledEmail().insert().getId());
    chain.send(next);

    CommandRun.Result dry = run("forget", "kim@new.example", "-n");
    assertThat(dry.stdout()).isEqualTo("kim@a.example\n");
    CommandRun.Result forgotten =
        run("forget", "kim@new.example", "--confirm", "kim@new.example", "--json");

    assertThat(forgotten.stdout())
        .contains(
            "\"former_addresses\" : 1",
            "\"former\" : [ ]",
            "\"deliveries\" : 2",
            "\"webhook_posts\" : 3");
    assertThat(traces()).isEmpty();
    assertThat(traces("kim@new")).isEmpty();
    assertThat(run("suppression", "add", "kim@a.example").exitCode()).isEqualTo(1);
    assertThat(run("suppression", "add", "kim@new.example").exitCode()).isEqualTo(1);
    CommandRun.Result verified = run("verify", "--all");
    assertThat(verified.exitCode()).as(verified.toString()).isZero();
  }

  @Test
  void an_address_that_somebody_else_has_now_is_named_and_stays() {
    moves("kim@a.example", "kim@new.example");
    chain.rows.registration().with(REGISTRATION.EMAIL, "kim@a.example").insert();

    CommandRun.Result forgotten =
        run("forget", "kim@new.example", "--confirm", "kim@new.example", "--json");

    assertThat(forgotten.stdout())
        .contains("\"former_addresses\" : 0")
        .containsPattern(
            "deliveries of registration \\d+ under an address that registration \\d+ has now");
    assertThat(traces("kim@new")).isEmpty();
    assertThat(run("suppression", "add", "kim@a.example").exitCode()).isZero();
  }

  @Test
  void what_is_being_applied_at_that_moment_names_nobody_either() throws Exception {
    String late = chain.event("spamreport", kim, 1, "");
    try (ExecutorService others = Executors.newFixedThreadPool(2)) {
      List<Future<?>> running = new ArrayList<>();
      chain
          .database()
          .run(
              tx -> {
                tx.dsl()
                    .fetchSingle("select id from delivery where id = ? for update", kim.getId());
                running.add(others.submit(this::forget));
                waiting(1);
                // Has read the inbox, and waits for the delivery: then this post comes.
                running.add(others.submit(() -> chain.post(late)));
                waiting(2);
              });
      for (Future<?> each : running) {
        each.get(20, TimeUnit.SECONDS);
      }
    }

    assertThat(run("inspect", "delivery", kim.getId().toString()).stdout())
        .contains("reported as spam");
    assertThat(traces()).isEmpty();
    assertThat(run("verify", "--all").exitCode()).isZero();
  }

  /// Until so many sessions wait for a lock.
  private void waiting(int sessions) {
    Eventually.isTrue(
        () ->
            db.database()
                    .transaction(
                        tx ->
                            tx.dsl()
                                .fetchSingle(
                                    "select count(*) from pg_stat_activity"
                                        + " where datname = current_database()"
                                        + " and wait_event_type = 'Lock'")
                                .get(0, Integer.class))
                >= sessions,
        () -> "not " + sessions + " sessions wait");
  }

  @Test
  void who_is_forgotten_twice_is_told_of_the_same_event_once() {
    String opened = chain.event("open", kim, 1, opened("203.0.113.77"));
    chain.post(opened);
    forget();
    chain.rows.registration().with(REGISTRATION.EMAIL, "kim@a.example").insert();
    forget();
    int before = events();

    chain.post(opened);

    assertThat(events()).isEqualTo(before);
    assertThat(run("parked", "list", "--reason", "address mismatch").stdout()).isEmpty();
    assertThat(traces()).isEmpty();
    assertThat(run("verify", "--all").exitCode()).isZero();
  }

  private int events() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl().fetchSingle("select count(*) from provider_event").get(0, Integer.class));
  }

  private void moves(String from, String to) {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(REGISTRATION)
                    .set(REGISTRATION.EMAIL, to)
                    .where(DSL.lower(REGISTRATION.EMAIL).eq(from))
                    .execute());
  }

  @Test
  void nobody_is_forgotten_while_it_is_not_known_what_they_got() {
    chain.provider.answer(_ -> new SubmissionOutcome.InDoubt("time-out"));
    ScheduledEmailId next = new ScheduledEmailId(chain.rows.scheduledEmail().insert().getId());
    chain.rows.registration().with(REGISTRATION.EMAIL, "lee@a.example").insert();
    chain.send(next);

    CommandRun.Result refused = run("forget", "lee@a.example", "--confirm", "lee@a.example");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr()).contains(" is in doubt: ", "mailctl resolve");
  }

  @Test
  void it_asks_for_the_address_itself_and_tells_who_is_unknown() {
    assertThat(run("forget", "kim@a.example").exitCode()).isEqualTo(2);
    assertThat(run("forget", "kim@a.example", "--confirm", "yes").exitCode()).isEqualTo(2);
    assertThat(traces()).isNotEmpty();
    assertThat(run("forget", "nobody@a.example", "--confirm", "nobody@a.example").stderr())
        .isEqualTo("nothing was known of this address; it is suppressed by its hash\n");
  }

  @Test
  void a_filter_that_names_the_person_is_told() {
    chain
        .rows
        .scheduledEmail()
        .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf("{\"email\":[\"Kim@a.example\"]}"))
        .insert();

    assertThat(forget().stdout()).contains("the filter of scheduled email ");
  }

  private CommandRun.Result forget() {
    return run("forget", "Kim@a.example", "--confirm", "kim@a.example", "--json");
  }

  private static String opened(String ip) {
    return ",\"useragent\":\"Mozilla/5.0 (X11)\",\"ip\":\"" + ip + "\",\"sg_machine_open\":false";
  }

  private String eventId() {
    return chain
        .database()
        .transaction(
            tx ->
                tx.dsl()
                    .selectFrom(REGISTRATION)
                    .limit(1)
                    .fetchSingle(REGISTRATION.EVENT_ID)
                    .toString());
  }

  /// Where anything of the person is left, in whatever table and column.
  private List<String> traces() {
    return traces(TRACES.toArray(String[]::new));
  }

  private List<String> traces(String... traces) {
    return db.database()
        .transaction(
            tx -> {
              List<String> found = new ArrayList<>();
              for (String table :
                  tx.dsl()
                      .fetch(
                          "select relname from pg_class where relkind = 'r'"
                              + " and relnamespace = 'public'::regnamespace order by 1")
                      .getValues(0, String.class)) {
                for (String trace : traces) {
                  String bytes =
                      table.equals("webhook_post") || table.equals("parked_event")
                          ? " or encode(t.body, 'escape') ~* ?"
                          : " or ? = ''";
                  int rows =
                      tx.dsl()
                          .fetchSingle(
                              "select count(*) from \"" + table + "\" t where t::text ~* ?" + bytes,
                              trace,
                              trace)
                          .get(0, Integer.class);
                  if (rows > 0) {
                    found.add(table + " " + trace);
                  }
                }
              }
              return found;
            });
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).clock(chain.clock).provider(chain.provider).run(args);
  }
}
