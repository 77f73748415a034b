package mailctl.cli;

/// Whoever read standard output has gone, as `head` does: there is nothing left to say.
final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputClosedException(Throwable cause) {
    super("the output is closed", cause);
  }
}
