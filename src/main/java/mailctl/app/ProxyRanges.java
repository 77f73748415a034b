package mailctl.app;

import java.util.List;
import java.util.stream.Stream;
import mailctl.http.Cidr;

/// Whose word counts: ranges of addresses, apart by blanks or commas; "none" for none.
final class ProxyRanges {
  private ProxyRanges() {}

  static Kind<List<Cidr>> kind() {
    return Kind.of(
        text ->
            text.isEmpty() || text.equals("none")
                ? List.of()
                : Stream.of(text.split("[\\s,]+")).map(Cidr::parse).toList());
  }
}
