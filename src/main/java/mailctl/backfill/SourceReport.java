package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/// What came of one source.
///
/// @param found entries, or messages in the log
/// @param applied provider events that were new
/// @param suppressed addresses suppressed without saying anything of a message
/// @param known what we knew already
/// @param foreign addresses that never registered with us, and messages that owe us nothing
/// @param unattributed what could be of several messages, or of none; the first of them are listed
/// @param words why it is not offered, or why it broke off
public record SourceReport(
    String source,
    State state,
    int found,
    int applied,
    int suppressed,
    int known,
    int foreign,
    int unattributed,
    List<Unattributed> examples,
    String words) {
  /// How it ended.
  public enum State {
    DONE,
    /// More than the provider gives out in one answer, for a single second: some are missing.
    INCOMPLETE,
    NOT_OFFERED,
    /// Another source broke off before.
    NOT_ASKED,
    FAILED,
    DENIED;

    boolean isBrokenOff() {
      return this == FAILED || this == DENIED;
    }
  }

  static SourceReport notAsked(String source) {
    return new SourceReport(
        source, State.NOT_ASKED, 0, 0, 0, 0, 0, 0, List.of(), "another source broke off");
  }

  /// An entry that nothing was said of a message by.
  public record Unattributed(String email, Instant createdAt, String why) {
    public Unattributed {
      requireNonNull(email, "email is null");
      requireNonNull(createdAt, "createdAt is null");
      requireNonNull(why, "why is null");
    }
  }

  public SourceReport {
    requireNonNull(source, "source is null");
    requireNonNull(state, "state is null");
    examples = List.copyOf(examples);
    requireNonNull(words, "words is null");
  }
}
