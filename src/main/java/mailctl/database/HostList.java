package mailctl.database;

import java.util.Arrays;
import java.util.stream.Collectors;

/// `host:port`, or several with commas between, as URLs have them.
final class HostList {
  private static final String DEFAULT_PORT = "5432";

  private HostList() {}

  /// The same hosts, each with its port.
  static String checked(String hosts) {
    if (hosts.isEmpty()) {
      return "localhost:" + DEFAULT_PORT;
    }
    return Arrays.stream(hosts.split(",", -1))
        .map(HostList::withPort)
        .collect(Collectors.joining(","));
  }

  private static String withPort(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
    String port = hasPort ? hostAndPort.substring(colon + 1) : DEFAULT_PORT;
    if (host.startsWith("/") || host.startsWith("%2F") || host.startsWith("%2f")) {
      throw PostgresUrl.nonsense("the host is a socket folder, and mailctl connects by TCP only");
    }
    if (host.isEmpty() || !host.matches("[\\w.-]+|\\[[0-9a-fA-F:.]+]")) {
      throw PostgresUrl.nonsense("the host is missing or no host name");
    }
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
      throw PostgresUrl.nonsense("the port is no number from 1 to 65535");
    }
    return host + ":" + port;
  }
}
