package mailctl.bench;

import java.util.List;
import java.util.function.Predicate;

/// How much of it.
///
/// @param recipients of the large email, sent in batches
/// @param oneByOne recipients of the small email, sent one in each request
record SendSizes(int recipients, int oneByOne, List<Calls> calls) {
  /// @param delayMs how long the provider thinks about a request
  /// @param batch recipients in each
  /// @param concurrency requests under way at a time
  record Calls(int delayMs, int batch, int concurrency) {
    /// As on the command line.
    String word() {
      return "%d_ms.batch_%d".formatted(delayMs, batch);
    }
  }

  static SendSizes full() {
    return new SendSizes(1_000_000, 20_000, everyKind());
  }

  static SendSizes quick() {
    return new SendSizes(200_000, 5_000, everyKind());
  }

  /// With other numbers of recipients.
  SendSizes with(int otherRecipients, int otherOneByOne) {
    return new SendSizes(otherRecipients, otherOneByOne, calls);
  }

  /// Only these kinds of calls.
  SendSizes only(Predicate<Calls> wanted) {
    return new SendSizes(recipients, oneByOne, calls.stream().filter(wanted).toList());
  }

  /// To see that it works at all.
  static SendSizes tiny() {
    return new SendSizes(2_000, 50, List.of(new Calls(0, 1_000, 2), new Calls(5, 1, 8)));
  }

  private static List<Calls> everyKind() {
    return List.of(
        new Calls(0, 1_000, 8),
        new Calls(50, 1_000, 8),
        new Calls(200, 1_000, 8),
        new Calls(0, 1, 64),
        new Calls(50, 1, 64),
        new Calls(200, 1, 64));
  }
}
