package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import mailctl.provider.ProviderEventType;
import mailctl.sendgrid.SendGridEvent;
import mailctl.sendgrid.SendGridEventWriter;

/// All that SendGrid would post about messages of a mix. A stream: of the messages only a few are
/// in memory. The same messages, mix, seed and style give the same bytes. For one thread.
public final class MixedPosts implements Iterator<OutgoingPost> {
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(3);

  /// How the events come: so many of them twice, in order of time or not, so many in a post.
  public record Style(double duplicates, boolean shuffled, int postSize) {
    public Style {
      if (!(duplicates >= 0 && duplicates <= 1)) {
        throw new IllegalArgumentException("a rate of duplicates is between 0 and 1");
      }
      if (postSize < 1) {
        throw new IllegalArgumentException("a post holds at least one event");
      }
    }
  }

  private final Iterator<AcceptedMessage> messages;
  private final Mix mix;
  private final SeededHash hash;
  private final Duplicates duplicates;
  private final int postSize;
  private final Reordering<DueEvent> waiting;
  private final Map<String, Long> made = new LinkedHashMap<>();
  private long duplicated;
  private int number;

  public MixedPosts(Iterator<AcceptedMessage> messages, Mix mix, long seed, Style style) {
    this.messages = requireNonNull(messages, "messages is null");
    this.mix = requireNonNull(mix, "mix is null");
    this.hash = new SeededHash(seed);
    this.duplicates = Duplicates.inThreeWays(hash, style.duplicates());
    this.postSize = style.postSize();
    this.waiting =
        style.shuffled() ? Reordering.shuffled(hash.number("order")) : Reordering.sorted();
  }

  @Override
  public boolean hasNext() {
    fill();
    return !waiting.isEmpty();
  }

  @Override
  public OutgoingPost next() {
    List<SendGridEvent> events = new ArrayList<>();
    while (events.size() < postSize && hasNext()) {
      events.add(waiting.remove().event());
    }
    if (events.isEmpty()) {
      throw new NoSuchElementException();
    }
    return new OutgoingPost(SendGridEventWriter.post(events), events.size());
  }

  /// Messages whose story was told so far.
  public long messages() {
    return number;
  }

  /// How many events of each type were made so far, duplicates aside, by mailctl's word for them.
  public Map<String, Long> made() {
    return Map.copyOf(made);
  }

  /// Events that were made once more.
  public long duplicated() {
    return duplicated;
  }

  private void fill() {
    while (!waiting.isFull() && messages.hasNext()) {
      for (DueEvent event : MixedStory.of(messages.next(), number, mix, hash)) {
        made.merge(ProviderEventType.of(event.event().event()), 1L, Long::sum);
        waiting.add(event);
        duplicates
            .of(event, AGAIN_AFTER)
            .ifPresent(
                again -> {
                  duplicated++;
                  waiting.add(again);
                });
      }
      number++;
    }
  }
}
