package mailctl.torture;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.WebhookTarget;

/// Carries the sandbox's posts to whichever daemon is up, badly: it loses some, brings some twice,
/// and says of some that were taken that they were not. It remembers which posts were taken.
final class Postman implements WebhookTarget, AutoCloseable {
  private static final int LOST_PERCENT = 5;
  private static final int TWICE_PERCENT = 5;
  private static final int DENIED_PERCENT = 5;
  private static final int BROUGHT_AGAIN = 3;

  private record Letter(Map<String, String> headers, byte[] body) {}

  private final List<HttpWebhookTarget> doors;
  private final Random random;
  private final Tally tally;
  private final Queue<Letter> lost = new ArrayDeque<>();

  /// Nobody was at home; they are brought again with later posts.
  private final Queue<Letter> refused = new ArrayDeque<>();

  private final Map<String, Integer> taken = new HashMap<>();
  private boolean honest;

  Postman(List<Integer> ports, long seed, Tally tally) {
    this.doors =
        ports.stream()
            .map(port -> URI.create("http://127.0.0.1:" + port + "/webhooks/sendgrid"))
            .map(HttpWebhookTarget::new)
            .toList();
    this.random = new Random(seed);
    this.tally = tally;
  }

  @Override
  public synchronized int post(Map<String, String> headers, byte[] body) {
    tally.count("posts");
    bringAgain(refused, BROUGHT_AGAIN);
    Letter letter = new Letter(headers, body);
    int fate = honest ? 100 : random.nextInt(100);
    if (fate < LOST_PERCENT) {
      tally.count("posts lost");
      lost.add(letter);
      return 204;
    }
    int status = deliver(letter);
    if (!isSuccess(status)) {
      // A sandbox of its own mind would wait longer and longer, up to days.
      tally.count("posts not taken at first");
      refused.add(letter);
      return 204;
    }
    if (fate < LOST_PERCENT + TWICE_PERCENT) {
      tally.count("posts twice");
      deliver(letter);
    } else if (fate < LOST_PERCENT + TWICE_PERCENT + DENIED_PERCENT) {
      tally.count("answers to posts lost");
      return 503;
    }
    return status;
  }

  private int deliver(Letter letter) {
    List<HttpWebhookTarget> order = new ArrayList<>(doors);
    java.util.Collections.shuffle(order, random);
    int status = 0;
    for (HttpWebhookTarget door : order) {
      status = door.post(letter.headers(), letter.body());
      if (isSuccess(status)) {
        taken.merge(fingerprint(letter.body()), 1, Integer::sum);
        return status;
      }
    }
    return status;
  }

  private static boolean isSuccess(int status) {
    return status / 100 == 2;
  }

  /// From now on nothing goes wrong any more.
  synchronized void becomeHonest() {
    honest = true;
  }

  /// Brings what was lost after all, as a redelivery would.
  ///
  /// @return how many could not be brought yet
  synchronized int bringTheLost() {
    bringAgain(lost, lost.size());
    bringAgain(refused, refused.size());
    return lost.size() + refused.size();
  }

  private void bringAgain(Queue<Letter> letters, int most) {
    for (int i = Math.min(most, letters.size()); i > 0; i--) {
      Letter letter = letters.remove();
      if (!isSuccess(deliver(letter))) {
        letters.add(letter);
      }
    }
  }

  /// How often each post was taken, by the SHA-256 of its body.
  synchronized Map<String, Integer> taken() {
    return Map.copyOf(taken);
  }

  private static String fingerprint(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    doors.forEach(HttpWebhookTarget::close);
  }
}
