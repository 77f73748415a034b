package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ParsedPost;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEventType;
import mailctl.sandbox.Mix.Rate;
import mailctl.sendgrid.SendGridPostParser;
import org.junit.jupiter.api.Test;

final class MixedPostsTest {
  private static final Instant ACCEPTED = Instant.parse("2026-03-01T10:00:00Z");
  private static final MixedPosts.Style PLAIN = new MixedPosts.Style(0, false, 100);
  private static final Mix USUAL = Mix.of(Map.of(), Mix.USUAL_LATENESS);

  @Test
  void the_same_seed_gives_the_same_bytes_and_another_one_others() {
    MixedPosts.Style wild = new MixedPosts.Style(0.2, true, 7);

    byte[] first = bytes(posts(500, USUAL, 3, wild));

    assertThat(bytes(posts(500, USUAL, 3, wild))).isEqualTo(first);
    assertThat(bytes(posts(500, USUAL, 4, wild))).isNotEqualTo(first);
  }

  @Test
  void rates_come_out_on_ten_thousand() {
    Mix mix =
        Mix.of(
            Map.of(
                Rate.DELIVERED, 0.8,
                Rate.BOUNCE, 0.05,
                Rate.BLOCKED, 0.1,
                Rate.DROPPED, 0.02,
                Rate.DEFERRED, 0.2,
                Rate.OPEN, 0.5,
                Rate.CLICK, 0.25,
                Rate.LATE, 0.1),
            Mix.USUAL_LATENESS);
    MixedPosts posts = posts(10_000, mix, 1, PLAIN);
    List<ProviderEvent> events = events(posts);
    Map<String, Long> counts =
        events.stream()
            .collect(Collectors.groupingBy(ProviderEventType::of, Collectors.counting()));
    long late = events.stream().filter(MixedPostsTest::isLateBounce).count();

    assertThat(counts).isEqualTo(posts.made());
    assertThat(posts.messages()).isEqualTo(10_000);
    assertThat(counts.getOrDefault("processed", 0L) / 9_800.0).isCloseTo(1, within(0.01));
    assertThat(counts.getOrDefault("delivered", 0L) / 8_000.0).isCloseTo(1, within(0.03));
    assertThat((counts.getOrDefault("bounced", 0L) - late) / 500.0).isCloseTo(1, within(0.2));
    assertThat(counts.getOrDefault("blocked", 0L) / 1_000.0).isCloseTo(1, within(0.15));
    assertThat(counts.getOrDefault("dropped", 0L) / 200.0).isCloseTo(1, within(0.3));
    assertThat(late / 800.0).isCloseTo(1, within(0.15));
    assertThat(counts.getOrDefault("clicked", 0L) / 2_000.0).isCloseTo(1, within(0.1));
    long people = events.stream().filter(MixedPostsTest::isOpenOfAPerson).count();
    assertThat(people / 4_000.0).isCloseTo(1, within(0.08));
    assertThat(recipients(events, "deferred") / 1_960.0).isCloseTo(1, within(0.15));
  }

  @Test
  void events_come_by_time_and_shuffled_they_do_not() {
    List<Instant> sorted = times(posts(2_000, USUAL, 1, PLAIN));
    List<Instant> shuffled = times(posts(2_000, USUAL, 1, new MixedPosts.Style(0, true, 100)));

    assertThat(sorted).isSorted().hasSizeGreaterThan(4_000);
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(sorted).isNotEqualTo(sorted);
    assertThat(shuffled.subList(0, 100)).isNotEqualTo(sorted.subList(0, 100));
  }

  @Test
  void duplicates_say_the_same_under_the_same_another_or_no_id() {
    MixedPosts posts = posts(500, USUAL, 1, new MixedPosts.Style(1, false, 100));
    List<ProviderEvent> events = events(posts);
    Map<UUID, List<ProviderEvent>> same =
        events.stream().collect(Collectors.groupingBy(EventFingerprint::of));

    assertThat(posts.duplicated()).isEqualTo(events.size() / 2);
    assertThat(same.values()).allMatch(each -> each.size() == 2);
    assertThat(events).anyMatch(event -> event.origin().providerEventId().isEmpty());
    assertThat(count(same.values(), 1)).isBetween(events.size() / 10, events.size() / 4);
    assertThat(count(same.values(), 2)).isGreaterThan(events.size() / 4);
  }

  @Test
  void whoever_has_no_outcome_is_heard_of_once() {
    Mix silent = Mix.of(Map.of(Rate.DELIVERED, 0.0, Rate.DEFERRED, 0.0), Mix.USUAL_LATENESS);

    assertThat(events(posts(50, silent, 1, PLAIN)))
        .hasSize(50)
        .allMatch(event -> event instanceof ProviderEvent.Processed);
  }

  @Test
  void a_late_bounce_comes_about_so_much_later_without_a_message_id() {
    Mix late = Mix.of(Map.of(Rate.DELIVERED, 1.0, Rate.LATE, 1.0), java.time.Duration.ofHours(10));
    Instant soonest = ACCEPTED.plusSeconds(5 * 3600);

    assertThat(events(posts(100, late, 1, PLAIN)))
        .filteredOn(event -> event instanceof ProviderEvent.Bounced)
        .hasSize(100)
        .allMatch(event -> event.origin().messageId().isEmpty())
        .allMatch(event -> event.origin().reference().isPresent())
        .allMatch(event -> event.origin().occurredAt().isAfter(soonest));
  }

  @Test
  void given_outcomes_take_the_place_of_the_usual_ones() {
    Mix given = Mix.of(Map.of(Rate.BOUNCE, 0.3), Mix.USUAL_LATENESS);

    assertThat(given.rates())
        .containsEntry(Rate.BOUNCE, 0.3)
        .containsEntry(Rate.DELIVERED, 0.7)
        .doesNotContainKey(Rate.BLOCKED);
    assertThat(USUAL.rates()).containsEntry(Rate.DELIVERED, 0.94).containsEntry(Rate.BLOCKED, 0.03);
    assertThatThrownBy(() -> mix(Rate.OPEN, 1.5)).hasMessageContaining("open is 1.5");
    assertThatThrownBy(() -> mix(Rate.BOUNCE, Double.NaN)).hasMessageContaining("bounce");
    assertThatThrownBy(
            () -> Mix.of(Map.of(Rate.BOUNCE, 0.6, Rate.DROPPED, 0.5), Mix.USUAL_LATENESS))
        .hasMessageContaining("come to 1.1, which is more than 1");
    assertThatThrownBy(() -> Mix.of(Map.of(Rate.OPEN, 0.1, Rate.CLICK, 0.2), Mix.USUAL_LATENESS))
        .hasMessageContaining("click is at most open");
  }

  @Test
  void a_recording_gives_the_same_posts_again() {
    List<OutgoingPost> posts = all(posts(300, USUAL, 1, new MixedPosts.Style(0.1, true, 9)));
    byte[] recording = joined(posts);

    List<OutgoingPost> again =
        all(new RecordedPosts(new ByteArrayInputStream(recording), OptionalInt.empty()));

    assertThat(again.stream().map(post -> new String(post.body(), UTF_8)))
        .containsExactlyElementsOf(
            posts.stream().map(post -> new String(post.body(), UTF_8)).toList());
    assertThat(again.stream().map(OutgoingPost::events))
        .containsExactlyElementsOf(posts.stream().map(OutgoingPost::events).toList());
    assertThat(
            all(new RecordedPosts(new ByteArrayInputStream(recording), OptionalInt.of(50))).stream()
                .mapToInt(OutgoingPost::events)
                .boxed()
                .distinct())
        .hasSizeLessThanOrEqualTo(2)
        .contains(50);
  }

  @Test
  void events_one_a_line_are_gathered_and_what_is_cut_off_is_named() {
    String lines = "\uFEFF{\"a\":\"]}\\\"\"}\n{\"b\":[1,{\"c\":2}]}\n\n[ ]\n[{\"d\":1},{\"e\":2}]";

    assertThat(recorded(lines, OptionalInt.empty()))
        .containsExactly(
            "2 [{\"a\":\"]}\\\"\"},\r\n{\"b\":[1,{\"c\":2}]}]\r\n",
            "0 [ ]\n",
            "2 [{\"d\":1},{\"e\":2}]");
    assertThat(recorded(lines, OptionalInt.of(3)))
        .containsExactly(
            "3 [{\"a\":\"]}\\\"\"},\r\n{\"b\":[1,{\"c\":2}]},\r\n{\"d\":1}]\r\n",
            "1 [{\"e\":2}]\r\n");
    assertThatThrownBy(() -> recorded("[{\"a\":1}", OptionalInt.empty()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("ends within an array");
    assertThatThrownBy(() -> recorded("event,email\n", OptionalInt.empty()))
        .hasMessageContaining("byte 1 is 'e'");
  }

  private static List<String> recorded(String text, OptionalInt size) {
    return all(new RecordedPosts(new ByteArrayInputStream(text.getBytes(UTF_8)), size)).stream()
        .map(post -> post.events() + " " + new String(post.body(), UTF_8))
        .toList();
  }

  private static Mix mix(Rate rate, double share) {
    return Mix.of(Map.of(rate, share), Mix.USUAL_LATENESS);
  }

  private static boolean isLateBounce(ProviderEvent event) {
    return event instanceof ProviderEvent.Bounced && event.origin().messageId().isEmpty();
  }

  private static boolean isOpenOfAPerson(ProviderEvent event) {
    return event instanceof ProviderEvent.Opened opened && !opened.machine();
  }

  private static long recipients(List<ProviderEvent> events, String type) {
    return events.stream()
        .filter(event -> ProviderEventType.of(event).equals(type))
        .map(event -> event.origin().email())
        .distinct()
        .count();
  }

  /// How many pairs have so many different ids between them.
  private static int count(Collection<List<ProviderEvent>> pairs, int ids) {
    return (int)
        pairs.stream()
            .filter(
                pair ->
                    new HashSet<>(pair.stream().map(it -> it.origin().providerEventId()).toList())
                            .size()
                        == ids)
            .count();
  }

  private static MixedPosts posts(int messages, Mix mix, long seed, MixedPosts.Style style) {
    return new MixedPosts(
        IntStream.range(0, messages).mapToObj(MixedPostsTest::message).iterator(),
        mix,
        seed,
        style);
  }

  private static AcceptedMessage message(int i) {
    return new AcceptedMessage(
        new SimulatedEvent.Message(
            "person-" + i + "@a.example",
            Optional.of("ref-" + i),
            Optional.of("message-" + i / 100),
            Map.of("event_id", "1")),
        Integer.toString(i),
        ACCEPTED);
  }

  private static List<Instant> times(MixedPosts posts) {
    return events(posts).stream().map(event -> event.origin().occurredAt()).toList();
  }

  private static List<ProviderEvent> events(MixedPosts posts) {
    return events(all(posts));
  }

  private static List<ProviderEvent> events(List<OutgoingPost> posts) {
    List<ProviderEvent> events = new ArrayList<>();
    for (OutgoingPost post : posts) {
      ParsedPost parsed = new SendGridPostParser().parse(post.body());
      List<ProviderEvent> some =
          ((ParsedPost.Elements) parsed)
              .elements().stream().map(element -> ((ParsedPost.Readable) element).event()).toList();
      assertThat(some).hasSize(post.events());
      events.addAll(some);
    }
    return events;
  }

  private static byte[] bytes(MixedPosts posts) {
    return joined(all(posts));
  }

  private static byte[] joined(List<OutgoingPost> posts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    posts.forEach(post -> out.writeBytes(post.body()));
    return out.toByteArray();
  }

  private static List<OutgoingPost> all(java.util.Iterator<OutgoingPost> posts) {
    List<OutgoingPost> all = new ArrayList<>();
    posts.forEachRemaining(all::add);
    return all;
  }
}
