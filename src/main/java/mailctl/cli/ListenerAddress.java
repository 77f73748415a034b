package mailctl.cli;

import java.net.URI;
import mailctl.app.Settings;

/// How this machine reaches its own listeners.
final class ListenerAddress {
  private static final String WEBHOOK_PATH = "/webhooks/sendgrid";

  private ListenerAddress() {}

  static URI webhook(Settings.PublicSection section) {
    return URI.create("http://" + host(section.host(), section.port()) + WEBHOOK_PATH);
  }

  /// A listener on all addresses is on loopback, too.
  static String host(String bound, int port) {
    String host =
        switch (bound) {
          case "0.0.0.0", "::", "" -> "127.0.0.1";
          default -> bound;
        };
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
