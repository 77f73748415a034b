package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/// What became of one request: an HTTP status, or 0 and what happened instead.
public record PostAnswer(int status, Optional<Silence> silence) {
  /// Why there was no answer.
  public enum Silence {
    NOT_CONNECTED,
    TIMED_OUT,
    BROKEN_OFF
  }

  public PostAnswer {
    requireNonNull(silence, "silence is null");
  }

  public static PostAnswer of(int status) {
    return new PostAnswer(status, Optional.empty());
  }

  public static PostAnswer none(Silence why) {
    return new PostAnswer(0, Optional.of(why));
  }

  /// The status, or the reason in lower snake case.
  public String word() {
    return silence.map(it -> it.name().toLowerCase(Locale.ROOT)).orElse(Integer.toString(status));
  }

  boolean accepted() {
    return status >= 200 && status <= 299;
  }

  /// Whether SendGrid would be right to expect another answer later: nobody there, too busy,
  /// broken.
  boolean passing() {
    return status == 0 || status == 408 || status == 429 || status >= 500;
  }
}
