package mailctl.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What came of a run of posts.
///
/// @param posts those that were tried at all
/// @param requests the tries, more than posts when some were repeated
/// @param answers how many requests were answered how: by status, or by why there was no answer
/// @param refused how many posts were not accepted in the end, by their last answer
/// @param gaveUp why the rest was not tried any more
public record PostingReport(
    long posts,
    long events,
    long acceptedPosts,
    long acceptedEvents,
    long requests,
    Map<String, Long> answers,
    Map<String, Long> refused,
    Duration p50,
    Duration p99,
    Duration longest,
    Duration took,
    boolean stopped,
    Optional<String> gaveUp) {
  public PostingReport {
    answers = Map.copyOf(answers);
    refused = Map.copyOf(refused);
  }

  /// Whether everything was accepted and nothing left out.
  public boolean complete() {
    return posts == acceptedPosts && !stopped && gaveUp.isEmpty();
  }
}
