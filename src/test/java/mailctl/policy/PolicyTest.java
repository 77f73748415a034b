package mailctl.policy;

import static mailctl.support.TestRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import mailctl.app.Settings;
import mailctl.app.SettingsReader;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PolicyTest {
  private static final String THREE_SOFT =
      """
      soft: {mailbox_unavailable: count}
      threshold: {events: 3, within: 10d}
      """;
  private static final List<String> POLICIES =
      List.of(
          THREE_SOFT,
          "hard: count\ncomplaint: ignore\nthreshold: {events: 2, within: 40d}\n",
          "hard: ignore\nsoft: suppress\ndrop: {invalid_address: count}\n",
          "{}",
          "soft: count\nhard: {invalid_address: suppress, default: count}\nthreshold: {events: 2, within: 3d}\n");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @RegisterExtension final TestDatabase other = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW.plus(Duration.ofDays(90)));

  @Test
  void counted_bounces_suppress_when_there_are_too_many_and_a_delivery_starts_anew() {
    run(db, "policy", "apply", "-", "--yes");
    try (PolicyHistory history = new PolicyHistory(db, settings(db))) {
      for (int i = 0; i < 3; i++) {
        history.event("kim@a.example", i, day(i), this::full);
        history.event("lee@a.example", i, day(i * 9), this::full);
      }
      history.event("ada@a.example", 0, day(0), this::full);
      history.event("ada@a.example", 1, day(1), this::full);
      history.event("ada@a.example", 2, day(2), origin -> new ProviderEvent.Delivered(origin, ""));
      history.event("ada@a.example", 3, day(3), this::full);

      assertThat(history.suppressed()).containsExactly("kim@a.example");
      assertThat(run(db, "suppression", "list", "--address", "kim@a.example", "--json").stdout())
          .contains("\"suppressed_at\" : \"" + day(2) + "\"", "\"evidence\" : \"provider event ");
    }
  }

  /// Over a random history, one policy after the other: whom `try` names is who changes sides.
  @Test
  void what_try_says_is_what_applying_does() {
    try (PolicyHistory history = new PolicyHistory(db, settings(db))) {
      randomHistory(7).forEach(event -> event.tell(history));
      run(db, "suppression", "add", "p1@a.example");
      run(db, "suppression", "lift", "p2@a.example", "--yes", "--force");
      int changes = 0;
      for (int round = 0; round < 12; round++) {
        BouncePolicy policy = PolicyFile.read("policy", POLICIES.get(round % POLICIES.size()));
        boolean force = round % 2 == 0;
        TreeSet<String> before = history.suppressed();

        PolicyChange trial = history.app().policies().trial(policy, force);
        assertThat(history.suppressed()).isEqualTo(before);
        PolicyChange applied = history.app().policies().apply(policy, force, "kim");

        TreeSet<String> after = history.suppressed();
        assertThat(applied.suppressed()).isEqualTo(trial.suppressed());
        assertThat(addresses(trial.suppressed())).isEqualTo(without(after, before));
        assertThat(addresses(trial.released())).isEqualTo(without(before, after));
        assertThat(history.app().policies().trial(policy, force).isEmpty()).isTrue();
        changes += trial.suppressed().size() + trial.released().size();
      }
      // Else nothing was shown.
      assertThat(changes).isGreaterThan(40);
    }
  }

  /// A policy that was in force all the time, and one that is applied afterwards.
  @Test
  void the_order_of_policy_and_history_does_not_matter() {
    for (TestDatabase each : List.of(db, other)) {
      try (PolicyHistory history = new PolicyHistory(each, settings(each))) {
        if (each == db) {
          run(each, "policy", "apply", "-", "--yes");
        }
        randomHistory(11).forEach(event -> event.tell(history));
        if (each == other) {
          run(each, "policy", "apply", "-", "--yes");
        }
      }
    }

    assertThat(
            run(db, "suppression", "list", "--limit", "999")
                .stdout()
                .lines()
                .map(PolicyTest::address))
        .containsExactlyInAnyOrderElementsOf(
            run(other, "suppression", "list", "--limit", "999")
                .stdout()
                .lines()
                .map(PolicyTest::address)
                .toList())
        .hasSizeGreaterThan(10);
  }

  @Test
  void the_command_shows_tries_asks_and_applies() {
    try (PolicyHistory history = new PolicyHistory(db, settings(db))) {
      history.event("kim@a.example", 1, day(1), origin -> hard(origin));
      history.event("angry@a.example", 1, day(1), ProviderEvent.SpamReported::new);
      String lenient = "hard: ignore\ncomplaint: ignore\n";

      assertThat(run(db, "policy", "show").stdout()).startsWith("hard: suppress\n");
      assertThat(with(lenient, "policy", "try", "-"))
          .isEqualTo(
              new CommandRun.Result(
                  0,
                  "release\tkim@a.example\thard bounce (invalid address)\t2026-06-02T12:00:00Z\n"
                      + "keep: a spam report\tangry@a.example\tcomplaint\t2026-06-02T12:00:00Z\n",
                  "newly suppressed 0, released 1, spam reports kept 1 (--force releases them)\n"));
      assertThat(with(lenient, "policy", "apply", "-").exitCode()).isEqualTo(2);
      assertThat(with(lenient, "policy", "apply", "-", "-n").stderr()).contains("dry run");
      assertThat(history.suppressed()).hasSize(2);
      assertThat(with(lenient, "policy", "apply", "-", "--yes", "--by", "sam").exitCode()).isZero();
      assertThat(history.suppressed()).containsExactly("angry@a.example");
      assertThat(run(db, "policy", "show", "--json").stdout())
          .contains("\"applied_by\" : \"sam\"", "\"hard\" : {\n      \"default\" : \"ignore\"");
      assertThat(with("hard: maybe", "policy", "apply", "-", "--yes").exitCode()).isEqualTo(65);

      assertThat(with("{}", "policy", "apply", "-", "--yes").exitCode()).isZero();
      assertThat(history.suppressed()).containsExactly("angry@a.example", "kim@a.example");
    }
  }

  private record Told(
      String address, int number, Instant at, Function<ProviderEvent.Origin, ProviderEvent> event) {
    void tell(PolicyHistory history) {
      history.event(address, number, at, event);
    }
  }

  /// In no order, as the webhook brings it.
  private List<Told> randomHistory(int seed) {
    Random random = new Random(seed);
    List<Told> events = new ArrayList<>();
    for (int person = 0; person < 30; person++) {
      int messages = 1 + random.nextInt(5);
      for (int number = 0; number < messages; number++) {
        events.add(
            new Told("p" + person + "@a.example", number, day(random.nextInt(20)), any(random)));
      }
    }
    Collections.shuffle(events, random);
    return events;
  }

  private Function<ProviderEvent.Origin, ProviderEvent> any(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> PolicyTest::hard;
      case 1 -> origin -> new ProviderEvent.Bounced(origin, BounceClass.TECHNICAL, "5.0.0", "no");
      case 2 -> origin -> new ProviderEvent.Dropped(origin, DropCause.INVALID_ADDRESS, "Invalid");
      case 3 -> ProviderEvent.SpamReported::new;
      case 4 -> origin -> new ProviderEvent.Blocked(origin, BounceClass.REPUTATION, "5.7.1", "no");
      default -> this::full;
    };
  }

  private ProviderEvent full(ProviderEvent.Origin origin) {
    return new ProviderEvent.Blocked(origin, BounceClass.MAILBOX_UNAVAILABLE, "4.2.2", "full");
  }

  private static ProviderEvent hard(ProviderEvent.Origin origin) {
    return new ProviderEvent.Bounced(origin, BounceClass.INVALID_ADDRESS, "5.1.1", "no user");
  }

  private static Instant day(int number) {
    return NOW.plus(Duration.ofDays(number));
  }

  private static TreeSet<String> addresses(List<PolicyChange.Line> lines) {
    return new TreeSet<>(lines.stream().map(PolicyChange.Line::address).toList());
  }

  private static TreeSet<String> without(TreeSet<String> all, TreeSet<String> some) {
    TreeSet<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static String address(String line) {
    return line.split("\t")[1];
  }

  private static Settings settings(TestDatabase db) {
    return new SettingsReader(Map.of("HOME", "/nonexistent"), java.nio.file.Path.of("/nonexistent"))
        .read("", Map.of("database.url", db.jdbcUrl()))
        .valid();
  }

  private CommandRun.Result with(String policy, String... args) {
    return CommandRun.on(db).clock(clock).stdin(policy).run(args);
  }

  private CommandRun.Result run(TestDatabase on, String... args) {
    return CommandRun.on(on).clock(clock).stdin(THREE_SOFT).run(args);
  }
}
