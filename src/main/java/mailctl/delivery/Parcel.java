package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.List;
import mailctl.provider.MailRequest;

/// One request to the provider and the attempts that travel in it, in the order of its recipients.
///
/// @param installation the id in their references
record Parcel(String installation, List<Claim.Attempt> attempts, MailRequest request) {
  Parcel {
    requireNonNull(installation, "installation is null");
    attempts = List.copyOf(attempts);
    requireNonNull(request, "request is null");
    if (attempts.size() != request.recipients().size()) {
      throw new IllegalArgumentException("every attempt is one recipient of the request");
    }
  }
}
