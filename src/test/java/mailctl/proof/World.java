package mailctl.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import mailctl.app.App;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import mailctl.webhook.PostOrigin;
import org.jooq.JSONB;

/// A database with groups of deliveries that have nothing to do with one another, so that one run
/// tries an order of each. It can be put back to where it was, ids included, and everything that
/// follows from provider events can be written out per group.
final class World implements AutoCloseable {
  static final Instant NOW = TestRows.NOW;
  private static final List<String> TABLES =
      List.of("scheduled_email", "delivery", "submission", "attempt", "suppression");
  private static final List<String> STATES =
      List.of("accepted", "accepted", "in_doubt", "calling", "returned", "given_up");

  /// What does not follow from the set of events is left out, and nothing else. Of the history:
  /// which post brought an event first, when, and under which of SendGrid's ids; that is the
  /// receipt of one copy out of several, and no decision reads it. Of a suppression: the number of
  /// its row and when that was written. Of a submission: its random token. Of an email: when it was
  /// last touched.
  private static final String DUMP =
      """
      select g, string_agg(line, E'\\n' order by line) from (
        select substring(email from 'g([0-9]+)-') as g, 'delivery ' || cast(to_jsonb(d) as text) as line
        from delivery d
        union all
        select substring(email from 'g([0-9]+)-'), 'attempt ' || cast(to_jsonb(a) as text) from attempt a
        union all
        select substring(coalesce(d.email, p.email) from 'g([0-9]+)-'), 'provider_event '
          || cast(to_jsonb(p) - array['webhook_post_id', 'received_at', 'sg_event_id', 'sg_message_id'] as text)
        from provider_event p left join delivery d on d.id = p.delivery_id
        union all
        select substring(email from 'g([0-9]+)-'), 'suppression '
          || cast(to_jsonb(s) - array['id', 'created_at'] as text) from suppression s
        union all
        select substring(m.name from 'g([0-9]+)-'), 'submission ' || cast(to_jsonb(s) - array['owner', 'doubted_at'] as text)
        from submission s join scheduled_email m on m.id = s.scheduled_email_id
        union all
        select substring(m.name from 'g([0-9]+)-'),
          'scheduled_email ' || cast(to_jsonb(m) - array['updated_at', 'finished_at'] as text)
        from scheduled_email m
      ) as everything where g is not null group by g
      """;

  final SettableClock clock = new SettableClock(NOW);
  final RecordingProvider provider = new RecordingProvider();
  final App app;
  private final TestDatabase db;
  private final Map<Integer, List<SampleEvents.Target>> targets = new HashMap<>();
  private final ExecutorService workers = Executors.newFixedThreadPool(4);

  World(TestDatabase db) {
    this.db = db;
    provider.answer(World::accepted);
    // The same seed gives the same references, and so the same fingerprints.
    execute("update installation set id = 'pr00f000'");
    this.app =
        new App(
            new SettingsReader(Map.of("HOME", "/nonexistent"), Path.of("/nonexistent/config.yaml"))
                .read(
                    "",
                    Map.of(
                        "database.url", db.jdbcUrl(),
                        "send.batch-size", "7",
                        // What one group's blocks do to the domain of all would join them.
                        "pace.blocks", "1000000",
                        "send.concurrency", "1"))
                .valid(),
            Substitutes.none().withClock(clock).withProvider(provider));
  }

  /// Groups of one to three deliveries with one to three attempts each, whose requests stand in all
  /// states that a request can stand in when an event about it arrives.
  void fill(int groups, Random random) {
    TestRows rows = TestRows.in(db.database());
    for (int group = 0; group < groups; group++) {
      long email =
          rows.scheduledEmail()
              .with(SCHEDULED_EMAIL.NAME, "g" + group + "-email")
              .with(SCHEDULED_EMAIL.STATUS, "sent")
              .insert()
              .getId();
      int attempts = 1 + random.nextInt(3);
      List<Long> submissions = new ArrayList<>();
      List<String> messageIds = new ArrayList<>();
      for (int number = 1; number <= attempts; number++) {
        String state = STATES.get(random.nextInt(STATES.size()));
        String messageId = "g" + group + "m" + number;
        messageIds.add(messageId);
        submissions.add(
            rows.submission()
                .with(SUBMISSION.SCHEDULED_EMAIL_ID, email)
                .with(SUBMISSION.STATE, state)
                .with(SUBMISSION.CLAIMED_AT, NOW.minus(Duration.ofMinutes(90 - number)))
                .with(
                    SUBMISSION.CALLED_AT,
                    state.equals("returned") ? null : NOW.minus(Duration.ofMinutes(80 - number)))
                .with(SUBMISSION.MESSAGE_ID, state.equals("accepted") ? messageId : null)
                .insert()
                .getId());
      }
      List<SampleEvents.Target> found = new ArrayList<>();
      for (int person = 1 + random.nextInt(3); person > 0; person--) {
        var row =
            rows.delivery(email, "g" + group + "-p" + person + "@example.org", "sent")
                .with(DELIVERY.ATTEMPTS, attempts);
        switch (random.nextInt(8)) {
          case 0 ->
              row.with(DELIVERY.SKIP_REASON, "suppressed")
                  .with(DELIVERY.SKIP_DETAIL, "unsubscribed (global)");
          case 1 -> row.with(DELIVERY.CANCELLED_AT, NOW);
          case 2 -> row.with(DELIVERY.RESEND_AT, NOW);
          case 3 -> row.with(DELIVERY.NOT_BEFORE, NOW.plusSeconds(9_000));
          default -> {}
        }
        long delivery = row.insert().getId();
        for (int number = 1; number <= attempts; number++) {
          AttemptRecord attempt =
              rows.attempt(delivery)
                  .with(ATTEMPT.NUMBER, number)
                  .with(ATTEMPT.SUBMISSION_ID, submissions.get(number - 1))
                  .with(
                      ATTEMPT.ORIGIN,
                      number == 1 ? "plan" : random.nextInt(4) == 0 ? "resend" : "retry")
                  .insert();
          found.add(
              new SampleEvents.Target(
                  "pr00f000." + delivery + "." + number,
                  attempt.getEmail(),
                  messageIds.get(number - 1)));
        }
      }
      targets.put(group, found);
    }
  }

  /// Takes it, under a message id that follows from the recipients.
  static SubmissionOutcome accepted(MailRequest request) {
    String first = request.recipients().getFirst().to().address();
    return new SubmissionOutcome.Accepted(
        Optional.of(first.substring(0, first.indexOf('-')) + "m1"));
  }

  /// Groups of an email to three people, planned and not sent.
  void plan(int groups) {
    TestRows rows = TestRows.in(db.database());
    for (int group = 0; group < groups; group++) {
      List<String> people = new ArrayList<>();
      for (int person = 1; person <= 3; person++) {
        people.add("g" + group + "-p" + person + "@example.org");
        rows.registration().with(REGISTRATION.EMAIL, people.getLast()).insert();
      }
      rows.scheduledEmail()
          .with(SCHEDULED_EMAIL.NAME, "g" + group + "-email")
          .with(
              SCHEDULED_EMAIL.FILTER,
              JSONB.valueOf("{\"email\": [\"" + String.join("\", \"", people) + "\"]}"))
          .insert();
    }
    app.delivery().dueEmails().runOnce(1_000);
    db.database()
        .transaction(tx -> tx.dsl().selectFrom(DELIVERY).orderBy(DELIVERY.ID).fetch())
        .forEach(
            row -> {
              int group =
                  Integer.parseInt(row.getEmail().substring(1, row.getEmail().indexOf('-')));
              targets
                  .computeIfAbsent(group, _ -> new ArrayList<>())
                  .add(
                      new SampleEvents.Target(
                          "pr00f000." + row.getId() + ".1", row.getEmail(), "g" + group + "m1"));
            });
  }

  List<SampleEvents.Target> targets(int group) {
    return targets.getOrDefault(group, List.of());
  }

  /// Remembers the present state for `reset`.
  void snapshot() {
    for (String table : TABLES) {
      execute("create table kept_" + table + " as select * from " + table);
    }
  }

  /// Back to the snapshot, ids of rows to come included.
  void reset() {
    StringBuilder sql = new StringBuilder("set session_replication_role = replica;");
    for (String table :
        List.of("parked_event", "webhook_post", "provider_event", "ignored_event")) {
      sql.append("delete from ").append(table).append(';');
    }
    for (String table : TABLES.reversed()) {
      sql.append("delete from ").append(table).append(';');
    }
    for (String table : TABLES) {
      sql.append(insert(table)).append(';');
      sql.append(
          "select setval(pg_get_serial_sequence('%s', 'id'), (select coalesce(max(id), 0) + 1 from %s), false);"
              .formatted(table, table));
    }
    execute(
        sql
            + """
            delete from due_delivery;
            insert into due_delivery (scheduled_email_id, due_at, delivery_id)
            select scheduled_email_id, due_at, id from delivery where due_at is not null;
            set session_replication_role = default
            """);
    clock.set(NOW);
  }

  /// As if these groups had not been committed yet.
  void withhold(Collection<Integer> groups) {
    for (int group : groups) {
      String of = "email like 'g" + group + "-%'";
      execute("delete from attempt where " + of + ";delete from delivery where " + of);
    }
  }

  /// Commits them.
  void release(Collection<Integer> groups) {
    for (int group : groups) {
      String of = " where email like 'g" + group + "-%'";
      execute(insert("delivery") + of + ";" + insert("attempt") + of);
    }
  }

  void receive(List<String> elements) {
    receive(("[" + String.join(",\r\n", elements) + "]\r\n").getBytes(UTF_8));
  }

  void receive(byte[] body) {
    db.database()
        .run(
            tx ->
                app.webhookPosts().insert(tx, body, Map.of(), PostOrigin.SIGNED, clock.instant()));
  }

  /// Drains the inbox with so many processors at once.
  void process(int processors) {
    process(processors, List.of());
  }

  /// The posts come in while the processors are at work: otherwise the first would take them all.
  void process(int processors, List<List<String>> posts) {
    AtomicBoolean more = new AtomicBoolean(true);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < processors; i++) {
      running.add(
          workers.submit(
              () -> {
                while (app.webhookProcessor().runOnce().gotOn() || more.get()) {}
              }));
    }
    try {
      posts.forEach(this::receive);
    } finally {
      more.set(false);
    }
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    // Whoever found everything locked stopped early.
    drain();
  }

  private void drain() {
    while (app.webhookProcessor().runOnce().gotOn()) {}
  }

  /// Looks for the deliveries of what is parked, a day later.
  void match() {
    clock.set(NOW.plus(Duration.ofDays(1)));
    while (app.parkedEventMatcher().runOnce().looked() > 0) {}
  }

  Map<Integer, String> dump() {
    Map<Integer, String> groups = new TreeMap<>();
    db.database()
        .transaction(tx -> tx.dsl().fetch(DUMP))
        .forEach(
            row -> groups.put(Integer.valueOf(row.get(0, String.class)), row.get(1, String.class)));
    return groups;
  }

  /// What PostgreSQL computes by itself cannot be given back.
  private String insert(String table) {
    String columns =
        db.database()
            .transaction(
                tx ->
                    tx.dsl()
                        .resultQuery(
                            """
                            select string_agg(column_name, ', ' order by ordinal_position)
                            from information_schema.columns
                            where table_schema = current_schema() and table_name = {0}
                              and is_generated = 'NEVER'
                            """,
                            org.jooq.impl.DSL.val(table))
                        .fetchSingle()
                        .get(0, String.class));
    return "insert into %1$s (%2$s) overriding system value select %2$s from kept_%1$s"
        .formatted(table, columns);
  }

  void execute(String sql) {
    try (Connection connection = db.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    app.close();
  }
}
