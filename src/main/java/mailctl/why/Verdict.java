package mailctl.why;

import static java.util.Objects.requireNonNull;

/// The short answer: whether, and why (not), in a sentence that starts after a colon.
///
/// @param next what happens next, in a sentence
public record Verdict(Got got, String because, String next) {
  public Verdict {
    requireNonNull(got, "got is null");
    requireNonNull(because, "because is null");
    requireNonNull(next, "next is null");
  }
}
