package mailctl.cli;

/// Standard output cannot be written, although its reader is there: a full disk, say.
final class OutputFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputFailedException(Throwable cause) {
    super("cannot write the output (" + cause.getMessage() + ")", cause);
  }
}
