package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {
  private static final TrustedProxies.Header LIST = TrustedProxies.Header.X_FORWARDED_FOR;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Nobody in between, or nobody who is named.
        "198.51.100.7 | '' | 198.51.100.7",
        "198.51.100.7 | 203.0.113.9 | 198.51.100.7",
        // The last one that a named proxy heard, whatever stands before.
        "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 1.2.3.4, 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 1.2.3.4, 203.0.113.9, 10.9.9.9 | 203.0.113.9",
        "10.0.0.1 | 1.2.3.4, 203.0.113.9:4711 ,10.9.9.9:80 | 203.0.113.9",
        "2001:db8::1 | [2001:db9::7]:4711 | 2001:db9::7",
        "[2001:db8::1] | 2001:db9::7 | 2001:db9::7",
        "::ffff:10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        // All of them named: the first.
        "10.0.0.1 | 10.2.2.2, 10.9.9.9 | 10.2.2.2",
        // What is no address ends it.
        "10.0.0.1 | 203.0.113.9, unknown | 10.0.0.1",
        "10.0.0.1 | 203.0.113.9, evil.example, 10.9.9.9 | 10.9.9.9",
        "10.0.0.1 | ,,, | 10.0.0.1",
      })
  void the_client_is_whom_the_last_named_proxy_heard(String peer, String list, String client) {
    assertThat(proxies(LIST).client(peer, List.of(list))).contains(InetAddress.ofLiteral(client));
  }

  @Test
  void further_headers_stand_further_right() {
    assertThat(proxies(LIST).client("10.0.0.1", List.of("1.2.3.4", "203.0.113.9, 10.9.9.9")))
        .contains(InetAddress.ofLiteral("203.0.113.9"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.9;proto=https;by=10.9.9.9 | 203.0.113.9",
        "for=1.2.3.4, for=\"[2001:db9::7]:4711\";proto=https | 2001:db9::7",
        "proto=https; For=\"203.0.113.9:80\", for=10.9.9.9 | 203.0.113.9",
        "for=_hidden | 10.0.0.1",
        "by=203.0.113.9 | 10.0.0.1",
      })
  void the_standard_header_says_it_in_its_own_way(String header, String client) {
    assertThat(proxies(TrustedProxies.Header.FORWARDED).client("10.0.0.1", List.of(header)))
        .contains(InetAddress.ofLiteral(client));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.1/8",
        "proxy.example",
        "10.0.0.0/",
        "/8",
        "::/129",
        "10.0.0.1:80"
      })
  void what_is_no_range_is_told(String text) {
    assertThatThrownBy(() -> Cidr.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("names " + text + ", wh");
  }

  private static TrustedProxies proxies(TrustedProxies.Header header) {
    return new TrustedProxies(
        Stream.of("10.0.0.0/8", "2001:db8::/32").map(Cidr::parse).toList(), header);
  }
}
