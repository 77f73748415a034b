package mailctl.database;

import static java.util.Objects.requireNonNull;

/// What was asked for cannot be done, for a reason that the person who asked can mend. Nothing was
/// changed. The message says what happened to what, in lower case and without a full stop; the
/// hint, which may be empty, is a command or a step to try.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What sort of refusal; the command line gives each an exit code of its own.
  public enum Kind {
    USAGE,
    DATA,
    NOT_FOUND,
    CONFLICT,
    UNAVAILABLE,
    TRY_AGAIN,
    DENIED,
    CONFIG
  }

  private final Kind kind;
  private final String hint;

  public Refusal(Kind kind, String message, String hint) {
    super(requireNonNull(message, "message is null"));
    this.kind = requireNonNull(kind, "kind is null");
    this.hint = requireNonNull(hint, "hint is null");
  }

  public Refusal(Kind kind, String message) {
    this(kind, message, "");
  }

  public Kind kind() {
    return kind;
  }

  public String hint() {
    return hint;
  }
}
