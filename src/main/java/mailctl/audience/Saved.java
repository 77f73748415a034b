package mailctl.audience;

import static java.util.Objects.requireNonNull;

/// What became of a row that was given to be stored.
public record Saved<I>(I id, Outcome outcome) {
  public enum Outcome {
    INSERTED,
    UPDATED,
    UNCHANGED
  }

  public Saved {
    requireNonNull(id, "id is null");
    requireNonNull(outcome, "outcome is null");
  }
}
