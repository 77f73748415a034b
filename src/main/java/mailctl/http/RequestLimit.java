package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A bucket of tokens for each client: an IPv4 address, or the 64 bits of IPv6 that one customer
/// has. Remembers a bounded number of them; who was not seen for the longest begins anew. Safe for
/// many threads.
final class RequestLimit {
  private static final int MOST = 20_000;

  private final Optional<Rate> rate;
  private final LongSupplier nanoTime;
  private final Map<InetAddress, Bucket> buckets;

  /// Asked by every request, mostly in vain: without the lock.
  private volatile boolean idle = true;

  private record Bucket(double tokens, long at) {}

  /// Without a rate everybody is let in.
  RequestLimit(Optional<Rate> rate) {
    this(rate, MOST, System::nanoTime);
  }

  RequestLimit(Optional<Rate> rate, int most, LongSupplier nanoTime) {
    this.rate = requireNonNull(rate, "rate is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
            return size() > most;
          }
        };
  }

  /// Takes a token; 0, or in how many seconds there will be one.
  int take(InetAddress client) {
    return rate.map(it -> ask(it, client, 1)).orElse(0);
  }

  /// As `take`, and takes none.
  int look(InetAddress client) {
    return rate.map(it -> ask(it, client, 0)).orElse(0);
  }

  /// Nobody has taken anything of late: nobody needs to be looked for.
  boolean isIdle() {
    return idle;
  }

  synchronized int clients() {
    return buckets.size();
  }

  private synchronized int ask(Rate rate, InetAddress client, int tokens) {
    int wait = wait(rate, client, tokens);
    idle = buckets.isEmpty();
    return wait;
  }

  private int wait(Rate rate, InetAddress client, int tokens) {
    InetAddress key = customer(client);
    long now = nanoTime.getAsLong();
    Bucket before = buckets.get(key);
    if (before == null && tokens == 0) {
      return 0;
    }
    double there =
        before == null
            ? rate.burst()
            : Math.min(rate.burst(), before.tokens() + (now - before.at()) * rate.perNano());
    // Sums of small parts come out a hair below.
    if (there < 1 - 1e-9) {
      buckets.put(key, new Bucket(there, now));
      return (int) Math.ceil((1 - there) / (rate.perNano() * 1e9));
    }
    if (tokens == 0 && there >= rate.burst()) {
      buckets.remove(key);
    } else {
      buckets.put(key, new Bucket(there - tokens, now));
    }
    return 0;
  }

  private static InetAddress customer(InetAddress client) {
    byte[] address = client.getAddress();
    if (address.length == 4) {
      return client;
    }
    try {
      return InetAddress.getByAddress(Cidr.masked(address, 64));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
