package mailctl.http;

import java.net.InetAddress;
import java.util.Arrays;

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one alone.
public final class Cidr {
  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /// Asks no name server.
  ///
  /// @throws IllegalArgumentException with words for a person
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        TrustedProxies.address(slash < 0 ? text : text.substring(0, slash))
            .filter(_ -> !text.matches(".*\\[.*|[^:]*:\\d+(/.*)?"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "names "
                            + text
                            + ", which is no range such as 10.0.0.0/8 or 2001:db8::/32"))
            .getAddress();
    int most = address.length * 8;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1), most, text);
    if (!Arrays.equals(address, masked(address, bits))) {
      throw new IllegalArgumentException(
          "names " + text + ", whose address has bits beyond its length");
    }
    return new Cidr(address, bits);
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
  }

  /// The first `bits` of it, and zeros.
  static byte[] masked(byte[] address, int bits) {
    byte[] masked = new byte[address.length];
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      masked[i] = (byte) (address[i] & (0xff << (8 - kept)));
    }
    return masked;
  }

  private static int bits(String text, int most, String whole) {
    if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "names " + whole + ", whose length is not between 0 and " + most);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr && bits == cidr.bits && Arrays.equals(network, cidr.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + bits;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + bits;
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
