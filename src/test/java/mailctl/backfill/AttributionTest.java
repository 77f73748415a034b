package mailctl.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.provider.ProviderRecords.ListEntry;
import mailctl.provider.ProviderRecords.SuppressionList;
import org.junit.jupiter.api.Test;

final class AttributionTest {
  private static final Instant CREATED = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void the_only_message_that_owes_its_end_is_meant() {
    Candidate owing = owing(1, Duration.ofMinutes(3));

    assertThat(Attribution.of(entry(SuppressionList.BOUNCES), List.of(owing)))
        .isEqualTo(new Attribution.Of(owing));
  }

  @Test
  void one_that_ended_is_passed_over_for_one_that_did_not() {
    Candidate owing = owing(2, Duration.ofHours(20));

    assertThat(
            Attribution.of(
                entry(SuppressionList.BLOCKS),
                List.of(ended(1, "delivered", Duration.ofHours(1)), owing)))
        .isEqualTo(new Attribution.Of(owing));
  }

  @Test
  void of_two_that_owe_neither_is_meant() {
    assertThat(
            Attribution.of(
                entry(SuppressionList.BOUNCES),
                List.of(owing(1, Duration.ofHours(5)), owing(2, Duration.ofMinutes(1)))))
        .isEqualTo(new Attribution.Ambiguous(2));
  }

  @Test
  void a_message_accepted_after_it_or_days_before_it_is_not_meant() {
    assertThat(
            Attribution.of(
                entry(SuppressionList.BOUNCES),
                List.of(owing(1, Duration.ofMinutes(-10)), owing(2, Duration.ofDays(4)))))
        .isEqualTo(new Attribution.Nobody());
  }

  @Test
  void an_end_is_never_put_on_a_message_that_has_one() {
    assertThat(
            Attribution.of(
                entry(SuppressionList.BLOCKS), List.of(ended(1, "delivered", Duration.ofHours(1)))))
        .isEqualTo(new Attribution.Nobody());
  }

  @Test
  void what_the_webhook_told_is_known_and_says_nothing_of_another_message() {
    Candidate told =
        new Candidate(
            1,
            1,
            CREATED.minus(Duration.ofHours(2)),
            false,
            "bounced",
            Optional.of(CREATED.plusSeconds(2)),
            Optional.empty(),
            Optional.empty());

    assertThat(
            Attribution.of(
                entry(SuppressionList.BOUNCES), List.of(told, owing(2, Duration.ofHours(1)))))
        .isEqualTo(new Attribution.Known());
  }

  @Test
  void a_spam_report_is_about_the_only_message_there_was() {
    Candidate only = ended(1, "delivered", Duration.ofHours(1));

    assertThat(Attribution.of(entry(SuppressionList.SPAM_REPORTS), List.of(only)))
        .isEqualTo(new Attribution.Of(only));
    assertThat(
            Attribution.of(
                entry(SuppressionList.UNSUBSCRIBES),
                List.of(only, ended(2, "delivered", Duration.ofHours(2)))))
        .isEqualTo(new Attribution.Ambiguous(2));
  }

  private static ListEntry entry(SuppressionList list) {
    return new ListEntry(list, "kim@a.example", CREATED, "550 no", "5.1.1");
  }

  private static Candidate owing(long delivery, Duration before) {
    return new Candidate(
        delivery,
        1,
        CREATED.minus(before),
        true,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Candidate ended(long delivery, String outcome, Duration before) {
    return new Candidate(
        delivery,
        1,
        CREATED.minus(before),
        false,
        outcome,
        Optional.of(CREATED.minus(before)),
        Optional.empty(),
        Optional.empty());
  }
}
