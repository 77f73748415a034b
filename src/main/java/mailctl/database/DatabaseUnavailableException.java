package mailctl.database;

/// The database cannot be reached, or went away in the middle. Nothing of the transaction happened,
/// unless it broke at the very commit; then whoever asks again finds out.
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseUnavailableException(DatabaseLocation location, Throwable cause) {
    super("cannot reach " + location + " (" + rootMessage(cause) + ")", cause);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
