package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Our own name for an attempt, which travels with the message as the custom argument `mailctl_ref`
/// and comes back in every provider event: installation, delivery, attempt number.
public record Reference(String installation, DeliveryId delivery, int attempt) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9]{8})\\.([1-9][0-9]{0,17})\\.([1-9][0-9]{0,8})");

  public Reference {
    requireNonNull(installation, "installation is null");
    requireNonNull(delivery, "delivery is null");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempts are numbered from 1, not " + attempt);
    }
  }

  public static Optional<Reference> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Reference(
            matcher.group(1),
            new DeliveryId(Long.parseLong(matcher.group(2))),
            Integer.parseInt(matcher.group(3))));
  }

  @Override
  public String toString() {
    return installation + "." + delivery + "." + attempt;
  }
}
