package mailctl.webhook;

/// Words that come from outside or from an exception, made fit for a text column.
final class DatabaseText {
  private static final int MAX = 1_000;

  private DatabaseText() {}

  /// PostgreSQL takes no NUL in a text, and nobody reads more than a few lines of a reason.
  static String clean(String text) {
    String one = text.replace('\0', ' ').strip();
    return one.length() <= MAX ? one : one.substring(0, MAX);
  }

  static String of(Throwable e) {
    String message = e.getMessage();
    String kind = e.getClass().getSimpleName();
    return clean(message == null ? kind : kind + ": " + message);
  }
}
