package mailctl.database;

import java.security.cert.CertificateException;

/// The database cannot be reached, or went away in the middle. Nothing of the transaction happened,
/// unless it broke at the very commit; then whoever asks again finds out.
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String NOT_VERIFIED = "the server's certificate does not verify: ";

  public DatabaseUnavailableException(DatabaseLocation location, Throwable cause) {
    super("cannot reach " + location + " (" + words(cause) + ")", cause);
  }

  private static String words(Throwable e) {
    Throwable root = e;
    boolean certificate = false;
    while (root.getCause() != null) {
      root = root.getCause();
      certificate |= root instanceof CertificateException;
    }
    String message = root.getMessage();
    if (message == null) {
      return root.getClass().getSimpleName();
    }
    String line = message.lines().findFirst().orElse("");
    // The driver says so of a certificate that is good, and another host's.
    if (line.contains("could not be verified")) {
      return NOT_VERIFIED + "it is another host's";
    }
    return certificate ? NOT_VERIFIED + line : line;
  }
}
