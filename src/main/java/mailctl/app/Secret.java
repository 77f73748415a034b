package mailctl.app;

import static java.util.Objects.requireNonNull;

/// A value that must not appear in output, logs or exceptions.
public record Secret(String value) {
  public Secret {
    requireNonNull(value, "value is null");
  }

  @Override
  public String toString() {
    return "***";
  }
}
