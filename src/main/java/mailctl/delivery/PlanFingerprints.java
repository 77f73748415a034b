package mailctl.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.Variant;

/// Fingerprints of what an email says, and of what each recipient's copy depends on. Keyed, so that
/// nobody who reads the table can guess what a person's values are.
final class PlanFingerprints {
  private final byte[] key;

  PlanFingerprints(byte[] key) {
    this.key = requireNonNull(key, "key is null").clone();
  }

  String content(EmailInPlace place) {
    ScheduledEmail email = place.email();
    MessageDigest digest = digest();
    put(digest, email.subject());
    put(digest, email.html());
    put(digest, email.text());
    put(digest, Membership.filter(place).toJson());
    put(digest, email.kind().name());
    put(digest, place.organization().email());
    put(digest, place.organization().name());
    put(digest, place.organization().replyTo().orElse(""));
    new TreeMap<>(place.partials().sources())
        .forEach(
            (name, source) -> {
              put(digest, name);
              put(digest, source.html());
              put(digest, source.text());
            });
    put(digest, place.experiment());
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  private static void put(MessageDigest digest, Experiment experiment) {
    if (experiment.isNone()) {
      return;
    }
    put(digest, experiment.terms().toString());
    for (Variant variant : experiment.variants()) {
      put(digest, variant.name());
      put(digest, variant.weight().map(String::valueOf).orElse(""));
      put(digest, variant.subject().orElse(""));
      put(digest, variant.html().orElse(""));
      put(digest, variant.text().orElse(""));
    }
  }

  /// @param variant which version it gets first, if it does
  long recipient(
      Contents contents,
      String address,
      Optional<String> variant,
      Function<String, String> values) {
    MessageDigest digest = digest();
    put(digest, address.toLowerCase(Locale.ROOT));
    variant.ifPresent(it -> put(digest, it));
    Set<String> variables = new LinkedHashSet<>();
    contents.all().values().forEach(each -> variables.addAll(each.message().variables()));
    for (String variable : variables) {
      if (!variable.equals("unsubscribe_link")) {
        put(digest, values.apply(variable));
      }
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private MessageDigest digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// With its length, so that no two texts run into each other.
  private static void put(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
