package mailctl.torture;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import mailctl.bench.House;
import mailctl.http.SandboxListener;
import mailctl.sandbox.Faults;
import mailctl.sandbox.Rates;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sendgrid.SendGridSigner;

/// One run: a PostgreSQL, a sandbox that outlives everything, daemons and commands that are killed,
/// and mail that keeps coming; then peace, and the books.
final class Torture {
  private static final String RATES =
      "hard-bounce=1,late-bounce=1,blocked=3,blocked-mailbox-full=1,deferred=3,spam=1,"
          + "unsubscribe=1,open=5";
  private static final String FAULTS =
      "lost-request=2,lost-response=2,stalled=1,late-answer=1,too-many=2,server-error=1,"
          + "bad-gateway=1";
  private static final Duration LATENCY = Duration.ofMillis(60);
  private static final int PEOPLE = 4_000;
  private static final int BACKLOG = 400;
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(15);

  private final TorturePlan plan;
  private final Consumer<String> say;
  private final InstantSource clock = InstantSource.system();
  private final Tally tally = new Tally();
  private final StartTime starts = new StartTime();
  private final List<Integer> publicPorts = List.of(freePort(), freePort());

  private final TortureServer server;
  private final Books books;
  private final Postman postman;
  private final Sandbox sandbox;
  private final Launcher launcher;

  Torture(TorturePlan plan, Path folder, House house, Consumer<String> say)
      throws IOException, SQLException {
    this.plan = plan;
    this.say = say;
    this.server = house.add(TortureServer.start(folder, freePort()));
    this.books = new Books(server);
    this.postman = house.add(new Postman(publicPorts, plan.seed(), tally));
    SendGridSigner signer = SendGridSigner.generate();
    this.sandbox = new Sandbox(sandboxSettings(), clock, signer, Optional.of(postman));
    SandboxListener listener = house.add(SandboxListener.start(sandbox, 0));
    this.launcher = house.add(new Launcher(folder, settings(folder, listener.url(), signer)));
  }

  private SandboxSettings sandboxSettings() {
    return SandboxSettings.plain(plan.seed())
        .withRates(Rates.parse(RATES))
        .withPace(Duration.ofMillis(200))
        .withSlowness(Duration.ofSeconds(3))
        .withPosts(new SandboxSettings.PostSettings(10, true, 100, 10_000, Duration.ofMillis(200)));
  }

  private Map<String, String> settings(Path folder, String sandboxUrl, SendGridSigner signer) {
    Map<String, String> settings = new HashMap<>();
    settings.put("database.url", server.jdbcUrl());
    settings.put("state.dir", folder.resolve("state").toString());
    settings.put("sendgrid.url", sandboxUrl);
    settings.put("sendgrid.api-key", "SG.torture");
    settings.put("sendgrid.timeout", "1s");
    settings.put("sendgrid.connect-timeout", "1s");
    settings.put("send.lease", "2s");
    settings.put("send.max-wait", "5s");
    for (String kind : List.of("technical", "unclassified", "volume", "mailbox", "reputation")) {
      settings.put("retry." + kind, "1s 2s 3s");
    }
    settings.put("retry.jitter", "500ms");
    settings.put("serve.send-every", "1s");
    settings.put("serve.retry-every", "1s");
    settings.put("serve.drain", "5s");
    settings.put("webhook.keys", signer.publicKey());
    settings.put("public.host", "127.0.0.1");
    return settings;
  }

  /// @param enough asked again and again: true ends the torture early
  Verdict run(BooleanSupplier enough) throws IOException, InterruptedException, SQLException {
    Instant began = clock.instant();
    launcher.mustRun("migrate");
    if (plan.shared()) {
      launcher.share(this::trainDaemon);
    }
    sandbox.fail(Faults.parse(FAULTS).withLatency(LATENCY));
    List<Tormentor> tormentors = tormentors();
    List<Thread> threads = new ArrayList<>();
    for (Tormentor tormentor : tormentors) {
      threads.add(Thread.ofVirtual().start(tormentor));
    }
    torment(enough, began);
    tormentors.forEach(Tormentor::stop);
    for (Thread thread : threads) {
      thread.join();
    }
    Instant settling = clock.instant();
    say.accept(progress() + "; settling");
    sandbox.fail(Faults.NONE);
    makePeace();
    List<Finding> findings = new Judgement(launcher, books, sandbox, postman, tally).findings();
    sandbox.faults().forEach((fault, times) -> tally.count("fault " + fault.keyword(), times));
    return new Verdict(
        plan,
        tally,
        findings,
        Duration.between(began, settling),
        Duration.between(settling, clock.instant()));
  }

  private void makePeace() throws IOException, InterruptedException, SQLException {
    try {
      new Peace(launcher, books, sandbox, postman, tally, serving(0)).make();
    } catch (IllegalStateException e) {
      // The books tell more than this alone.
      tally.complain("in peace: " + e.getMessage());
    }
  }

  private void trainDaemon() throws IOException, InterruptedException {
    try (Victim serve = launcher.start(serving(0), List.of("serve"))) {
      Peace.awaitListener(publicPorts.getFirst(), serve);
      serve.stop();
    }
  }

  private Map<String, String> serving(int number) {
    return Map.of("public.port", publicPorts.get(number).toString(), "admin.port", "0");
  }

  private List<Tormentor> tormentors() {
    List<Tormentor> tormentors = new ArrayList<>();
    for (int i = 0; i < publicPorts.size(); i++) {
      tormentors.add(
          new Tormentor(
              launcher,
              serving(i),
              _ -> List.of("serve"),
              Duration.ofSeconds(9),
              Duration.ofMillis(300),
              starts,
              plan.seed() + 1 + i,
              tally));
    }
    for (int i = 0; i < 2; i++) {
      tormentors.add(
          new Tormentor(
              launcher,
              Map.of(),
              new Hands(books),
              Duration.ofSeconds(3),
              Duration.ofMillis(1500),
              starts,
              plan.seed() + 11 + i,
              tally));
    }
    return tormentors;
  }

  private void torment(BooleanSupplier enough, Instant began)
      throws IOException, InterruptedException {
    Feeder feeder = new Feeder(server, plan.seed(), tally, plan.least(), plan.most(), PEOPLE);
    Random random = new Random(plan.seed());
    int restartAt = nextRestart(random);
    Instant reported = began;
    while (tally.kills() < plan.kills()
        && clock.instant().isBefore(began.plus(plan.limit()))
        && !enough.getAsBoolean()) {
      feed(feeder);
      if (tally.kills() >= restartAt) {
        TortureServer.Stop how =
            random.nextBoolean() ? TortureServer.Stop.FAST : TortureServer.Stop.IMMEDIATE;
        tally.count("restarts " + how.name().toLowerCase(java.util.Locale.ROOT));
        server.restart(how, Duration.ofMillis(random.nextInt(2_000)));
        restartAt = tally.kills() + nextRestart(random);
      }
      if (clock.instant().isAfter(reported.plus(BETWEEN_REPORTS))) {
        reported = clock.instant();
        say.accept(progress());
      }
      Thread.sleep(TICK);
    }
  }

  private int nextRestart(Random random) {
    return 1 + plan.killsPerRestart() / 2 + random.nextInt(plan.killsPerRestart());
  }

  private void feed(Feeder feeder) {
    try {
      long waiting =
          books.number(
              """
              select (select count(*) from delivery d
                  join scheduled_email m on m.id = d.scheduled_email_id
                  where d.status in ('queued', 'sending') and m.status <> 'paused')
                + (select 1000 * count(*) from scheduled_email where status = 'scheduled')
              """);
      if (waiting < BACKLOG) {
        feeder.feed();
      }
    } catch (SQLException e) {
      // PostgreSQL is being restarted; mail comes when it is back.
      tally.count("mail put off");
    }
  }

  private String progress() {
    return "%d of %d kills, %d emails to %d people, %d in the mailbox"
        .formatted(
            tally.kills(),
            plan.kills(),
            tally.of("emails"),
            tally.of("people"),
            sandbox.mailbox().messages().size());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
