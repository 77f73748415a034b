package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// When a large email goes out in two steps, and what must have been heard of the first before the
/// second. Pure: the same numbers get the same verdict.
///
/// @param share of the recipients, that goes out first; none: everybody at once
/// @param minAudience smaller emails go out at once, unless a person asked for a canary
/// @param bounces more hard bounces among those heard of are too many; likewise the next two
/// @param minWait after the last call, before nearly all answers count for all
/// @param maxWait after the last call, until silence is a verdict, too
public record CanaryPolicy(
    Share share,
    int minAudience,
    Share bounces,
    Share blocks,
    Share complaints,
    Duration minWait,
    Duration maxWait) {
  public static final CanaryPolicy OFF =
      new CanaryPolicy(
          Share.NONE,
          1_000,
          Share.parse("5%"),
          Share.parse("10%"),
          Share.parse("0.3%"),
          Duration.ofMinutes(10),
          Duration.ofHours(6));

  /// Fewer say too little.
  static final int LEAST = 20;

  /// With no more than that unheard of, it is nearly all.
  private static final Share UNHEARD = Share.parse("5%");

  /// What becomes of the rest.
  sealed interface Verdict {
    record Wait() implements Verdict {}

    record Pass(String words) implements Verdict {}

    record Fail(String words) implements Verdict {}
  }

  public CanaryPolicy {
    requireNonNull(share, "share is null");
    requireNonNull(bounces, "bounces is null");
    requireNonNull(blocks, "blocks is null");
    requireNonNull(complaints, "complaints is null");
    requireNonNull(minWait, "minWait is null");
    requireNonNull(maxWait, "maxWait is null");
  }

  Verdict verdict(CanaryNumbers numbers, Instant now) {
    int sample = numbers.sample();
    // Whatever the others say now, it is too much already.
    List<String> tooMany = excesses(numbers, sample);
    if (!tooMany.isEmpty()) {
      return new Verdict.Fail(String.join(", ", tooMany) + "; " + numbers.words());
    }
    if (numbers.unsent() > 0) {
      return new Verdict.Wait();
    }
    if (sample == 0) {
      return new Verdict.Fail("none of them was sent: nothing will be heard");
    }
    if (numbers.heard() >= sample || (isNearlyAll(numbers) && numbers.isSilentFor(minWait, now))) {
      tooMany = excesses(numbers, numbers.heard());
      return tooMany.isEmpty()
          ? new Verdict.Pass(numbers.words())
          : new Verdict.Fail(String.join(", ", tooMany) + "; " + numbers.words());
    }
    return numbers.isSilentFor(maxWait, now)
        ? new Verdict.Fail("too little was heard in time; " + numbers.words())
        : new Verdict.Wait();
  }

  private static boolean isNearlyAll(CanaryNumbers numbers) {
    return !UNHEARD.isExceededBy(numbers.sample() - numbers.heard(), numbers.sample());
  }

  private List<String> excesses(CanaryNumbers numbers, int whole) {
    List<String> words = new ArrayList<>();
    excess(words, "bounced", numbers.bounced(), whole, bounces);
    excess(words, "blocked", numbers.blocked(), whole, blocks);
    excess(words, "complained", numbers.complained(), whole, complaints);
    return words;
  }

  private static void excess(List<String> words, String what, int part, int whole, Share limit) {
    if (whole > 0 && limit.isExceededBy(part, whole)) {
      words.add(
          part
              + " of "
              + whole
              + " "
              + what
              + " ("
              + Share.of(part, whole).text()
              + ", more than "
              + limit.text()
              + ")");
    }
  }
}
