package mailctl.cli;

import java.net.URI;
import mailctl.app.Settings;

/// How this machine reaches its own listeners.
final class ListenerAddress {
  private static final String WEBHOOK_PATH = "/webhooks/sendgrid";

  private ListenerAddress() {}

  /// A listener on all addresses is on loopback, too.
  static URI webhook(Settings.PublicSection section) {
    String host =
        switch (section.host()) {
          case "0.0.0.0", "::", "" -> "127.0.0.1";
          default -> section.host();
        };
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + section.port() + WEBHOOK_PATH);
  }
}
