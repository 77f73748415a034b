package mailctl.provider;

import static java.util.Objects.requireNonNull;

/// A sender or recipient as it stands in a header; `name` is empty when there is none.
public record EmailAddress(String address, String name) {
  public EmailAddress {
    requireNonNull(address, "address is null");
    requireNonNull(name, "name is null");
    if (address.indexOf('@') <= 0 || address.endsWith("@")) {
      throw new IllegalArgumentException("not an email address");
    }
  }
}
