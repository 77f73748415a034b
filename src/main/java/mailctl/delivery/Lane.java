package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// Which recipients a claim may take: those of one domain that has a budget of its own, or
/// everybody but those of such domains.
///
/// @param domain the one domain, in lower case
/// @param without the domains to pass over, when it is not one
record Lane(Optional<String> domain, List<String> without) {
  static final Lane EVERYBODY = new Lane(Optional.empty(), List.of());

  Lane {
    requireNonNull(domain, "domain is null");
    without = List.copyOf(without);
  }

  static Lane of(String domain) {
    return new Lane(Optional.of(domain), List.of());
  }

  static Lane without(List<String> domains) {
    return domains.isEmpty() ? EVERYBODY : new Lane(Optional.empty(), domains);
  }
}
