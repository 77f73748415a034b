package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import mailctl.provider.ReturnCause;

/// Why sending stopped before everything was sent, in the provider's words, and how long it is best to
/// wait before going on.
public record Halt(ReturnCause cause, String words, Duration pause) {
  public Halt {
    requireNonNull(cause, "cause is null");
    requireNonNull(words, "words is null");
    requireNonNull(pause, "pause is null");
  }
}
