package mailctl.daemon;

import java.util.List;

/// How a daemon ended: which services were still busy when the deadline came and had to be cut
/// short.
public record Drain(List<String> cutShort) {
  public Drain {
    cutShort = List.copyOf(cutShort);
  }

  public boolean clean() {
    return cutShort.isEmpty();
  }
}
