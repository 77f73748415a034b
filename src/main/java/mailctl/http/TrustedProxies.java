package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who is asking, behind the proxies that are named. Each adds at the right whom it heard: so the
/// list is read from there, and believed for as long as a named proxy wrote it. Whatever stands
/// further left anybody can have written.
///
/// @param header the one that the proxies write; any other is not looked at
public record TrustedProxies(List<Cidr> ranges, Header header) {
  /// What tells of the client.
  public enum Header {
    X_FORWARDED_FOR("X-Forwarded-For"),
    FORWARDED("Forwarded");

    private final String field;

    Header(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  private static final Pattern FOR =
      Pattern.compile("(?:^|;)\\s*for=(\"[^\"]*\"|[^;\"]*)", Pattern.CASE_INSENSITIVE);

  public TrustedProxies {
    ranges = List.copyOf(ranges);
    requireNonNull(header, "header is null");
  }

  /// @param peer whom the connection is from
  /// @param values of the header, one for each time that it stands there
  Optional<InetAddress> client(String peer, List<String> values) {
    Optional<InetAddress> found = address(peer);
    List<String> hops =
        values.stream().flatMap(value -> Stream.of(value.split(","))).map(String::strip).toList();
    for (String hop : hops.reversed()) {
      if (!isTrusted(found)) {
        break;
      }
      Optional<InetAddress> further = address(header == Header.FORWARDED ? node(hop) : hop);
      if (further.isEmpty()) {
        break;
      }
      found = further;
    }
    return found;
  }

  boolean isTrusted(Optional<InetAddress> address) {
    return address.filter(it -> ranges.stream().anyMatch(each -> each.contains(it))).isPresent();
  }

  private static String node(String element) {
    Matcher matcher = FOR.matcher(element);
    return matcher.find() ? matcher.group(1).replace("\"", "").strip() : "";
  }

  /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`; empty for all else.
  static Optional<InetAddress> address(String text) {
    String host = text;
    if (host.startsWith("[")) {
      host = host.substring(1, Math.max(1, host.indexOf(']')));
    } else if (host.indexOf(':') == host.lastIndexOf(':') && host.indexOf(':') > 0) {
      host = host.substring(0, host.indexOf(':'));
    }
    int zone = host.indexOf('%');
    try {
      return host.isEmpty() || host.length() > 60
          ? Optional.empty()
          : Optional.of(InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
