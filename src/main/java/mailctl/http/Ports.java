package mailctl.http;

import java.net.BindException;
import mailctl.database.Refusal;
import org.jspecify.annotations.Nullable;

/// Why a listener could not be started, in words that help.
final class Ports {
  private Ports() {}

  static RuntimeException refusal(
      RuntimeException failure, String listener, String host, int port, String setting) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof BindException) {
        return new Refusal(
            Refusal.Kind.UNAVAILABLE,
            listener + " cannot listen on " + host + ":" + port + ", the port is taken",
            "another " + setting + ", or stop what listens there");
      }
    }
    return failure;
  }
}
