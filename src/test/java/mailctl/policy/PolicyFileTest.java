package mailctl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import mailctl.database.Refusal;
import mailctl.policy.Fault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyFileTest {
  @Test
  void what_is_left_out_is_as_usual() {
    BouncePolicy policy =
        PolicyFile.read(
            "policy.yaml",
            """
            hard: {technical: count}
            soft: count
            threshold: {events: 3, within: 12h}
            """);

    assertThat(policy.action(new Fault(Kind.HARD, "technical"))).isEqualTo(Action.COUNT);
    assertThat(policy.action(new Fault(Kind.HARD, "invalid_address"))).isEqualTo(Action.SUPPRESS);
    assertThat(policy.action(new Fault(Kind.SOFT, "mailbox_unavailable"))).isEqualTo(Action.COUNT);
    assertThat(policy.action(new Fault(Kind.COMPLAINT, ""))).isEqualTo(Action.SUPPRESS);
    assertThat(policy.events()).isEqualTo(3);
    assertThat(policy.within()).isEqualTo(Duration.ofHours(12));
    assertThat(PolicyFile.read("again", PolicyFile.write(policy))).isEqualTo(policy);
  }

  @Test
  void the_usual_one_comes_back_the_same() {
    String text = PolicyFile.write(BouncePolicy.USUAL);

    assertThat(text)
        .isEqualTo(
            """
            hard: suppress
            soft: ignore
            complaint: suppress
            drop: suppress
            threshold:
              events: 5
              within: 30d
            """);
    assertThat(PolicyFile.read("usual", text)).isEqualTo(BouncePolicy.USUAL);
  }

  /// A reputation block is about us, and an unsubscribed address about its owner.
  @ParameterizedTest
  @CsvSource({
    "SOFT,reputation,IGNORE",
    "SOFT,content,IGNORE",
    "SOFT,volume,IGNORE",
    "DROP,spam_content,IGNORE",
    "DROP,unsubscribed_address,SUPPRESS"
  })
  void some_things_are_no_matter_of_policy(Kind kind, String detail, Action always) {
    for (Action each : Action.values()) {
      Map<Kind, Map<String, Action>> rules = new java.util.EnumMap<>(Kind.class);
      for (Kind section : Kind.values()) {
        rules.put(section, Map.of("default", each));
      }

      BouncePolicy policy = new BouncePolicy(rules, 2, Duration.ofDays(1));

      assertThat(policy.action(new Fault(kind, detail))).isEqualTo(always);
    }
  }

  @Test
  void every_problem_is_named_at_once() {
    assertThatThrownBy(
            () ->
                PolicyFile.read(
                    "policy.yaml",
                    """
                    hard: {invalid_adress: suppress}
                    soft: {reputation: suppress}
                    drop: {unsubscribed_address: ignore}
                    complaint: never
                    bounce: suppress
                    threshold: {events: 1, within: soon, often: yes}
                    """))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.DATA))
        .hasMessageStartingWith("policy.yaml: ")
        .hasMessageContainingAll(
            "unknown 'hard.invalid_adress'",
            "soft.reputation says nothing about an address",
            "drop.unsubscribed_address is the person's own wish",
            "complaint is suppress, count or ignore, not 'never'",
            "unknown section 'bounce'",
            "threshold.events is a number from 2 to 1000, not '1'",
            "threshold.within is a time like 30d or 12h, not 'soon'",
            "unknown 'threshold.often'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a: [b", "- hard", "''", "just words"})
  void what_is_no_policy_is_refused(String text) {
    assertThatThrownBy(() -> PolicyFile.read("policy.yaml", text)).isInstanceOf(Refusal.class);
  }
}
