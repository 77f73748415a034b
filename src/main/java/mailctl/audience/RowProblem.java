package mailctl.audience;

import static java.util.Objects.requireNonNull;

/// What is wrong with one row of a file, by the line that it starts on.
public record RowProblem(long line, String reason) {
  public RowProblem {
    requireNonNull(reason, "reason is null");
  }

  @Override
  public String toString() {
    return "line " + line + ": " + reason;
  }
}
