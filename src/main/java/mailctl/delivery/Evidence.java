package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// What settled a doubt, or showed later that it had been settled wrongly.
///
/// @param state what the submission became by it
/// @param at when we got to know
record Evidence(Kind kind, SubmissionState state, String who, String words, Instant at) {
  enum Kind {
    PROVIDER_EVENT,
    EMAIL_LOGS,
    PERSON,
    /// The answer to the call, which came after the call was taken for lost.
    OWN_ANSWER
  }

  Evidence {
    requireNonNull(kind, "kind is null");
    requireNonNull(state, "state is null");
    requireNonNull(who, "who is null");
    requireNonNull(words, "words is null");
    requireNonNull(at, "at is null");
  }

  static Evidence event(HistoryRow row) {
    String words = row.type() + " of delivery " + row.deliveryId() + " at " + row.occurredAt();
    return new Evidence(
        Kind.PROVIDER_EVENT, SubmissionState.ACCEPTED, "SendGrid", words, row.receivedAt());
  }

  static Evidence ownAnswer(SubmissionState state, String words, Instant at) {
    return new Evidence(Kind.OWN_ANSWER, state, "SendGrid", words, at);
  }

  static Evidence logs(SubmissionState state, String words, Instant at) {
    return new Evidence(Kind.EMAIL_LOGS, state, "SendGrid", words, at);
  }

  static Evidence person(SubmissionState state, String who, String words, Instant at) {
    return new Evidence(Kind.PERSON, state, who, words, at);
  }
}
