package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailctl.audience.AddressSyntax;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// One more attempt because a person said so: never for what was delivered or is suppressed, and
/// for a doubt only on the word that it did not arrive.
public final class Resend {
  /// Where a delivery is now.
  ///
  /// @param reason what was said about it last; may be empty
  public record State(
      DeliveryId id, ScheduledEmailId email, String address, DeliveryStatus status, String reason) {
    public State {
      requireNonNull(id, "id is null");
      requireNonNull(email, "email is null");
      requireNonNull(address, "address is null");
      requireNonNull(status, "status is null");
      requireNonNull(reason, "reason is null");
    }
  }

  /// Why a delivery that does not exist is refused.
  public static final String UNKNOWN = "there is no such delivery";

  private final ResendStore store;
  private final Refold refold;
  private final InstantSource clock;

  Resend(ResendStore store, Refold refold, InstantSource clock) {
    this.store = requireNonNull(store, "store is null");
    this.refold = requireNonNull(refold, "refold is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The deliveries of an email that are in that state, in id order.
  public List<DeliveryId> find(Tx tx, ScheduledEmailId email, DeliveryStatus status) {
    return store.find(tx, email, status);
  }

  /// Where those deliveries are now, in id order; what does not exist is left out.
  public List<State> states(Tx tx, Collection<DeliveryId> ids) {
    return store.states(tx, ids);
  }

  /// Queues one more attempt; sending it is the next sweep's or `send`'s work.
  ///
  /// @param corrected the address to use from now on, instead of the one that failed
  /// @param doubtIsLost the person says that an attempt in doubt did not arrive
  public ResendResult request(
      Tx tx, DeliveryId id, Optional<String> corrected, boolean doubtIsLost) {
    Optional<ResendStore.Candidate> found = store.lock(tx, id);
    if (found.isEmpty()) {
      return new ResendResult.Refused(UNKNOWN);
    }
    if (corrected.isPresent() && !AddressSyntax.isValid(corrected.get())) {
      return new ResendResult.Refused("'" + corrected.get() + "' is not an address to be mailed");
    }
    ResendStore.Candidate candidate = found.get();
    boolean newAddress =
        corrected.filter(address -> !address.equalsIgnoreCase(candidate.address())).isPresent();
    Optional<String> objection = objection(candidate, newAddress, doubtIsLost);
    if (objection.isPresent()) {
      return new ResendResult.Refused(objection.get());
    }
    String address = corrected.orElse(candidate.address());
    Optional<String> suppressed = store.suppressedBecause(tx, candidate, address);
    if (suppressed.isPresent()) {
      return new ResendResult.Refused("its address is suppressed: " + suppressed.get());
    }
    if (newAddress && store.isTaken(tx, candidate, address)) {
      return new ResendResult.Refused("another delivery of this email goes to that address");
    }
    store.request(tx, id, address, clock.instant());
    refold.run(tx, List.of(id));
    return new ResendResult.Queued();
  }

  private static Optional<String> objection(
      ResendStore.Candidate candidate, boolean newAddress, boolean doubtIsLost) {
    if (candidate.everDelivered()) {
      return Optional.of("it was delivered");
    }
    if (candidate.emailStatus().equals("cancelled")) {
      return Optional.of("its email is cancelled");
    }
    if (!candidate.eventStatus().equals("live")) {
      return Optional.of("its event is not live");
    }
    return switch (candidate.status()) {
      case FAILED ->
          candidate.givenUp() && !doubtIsLost
              ? Optional.of("it was given up in doubt: it may have arrived; say that it did not")
              : Optional.empty();
      case RETRYING -> Optional.empty();
      case IN_DOUBT ->
          doubtIsLost
              ? Optional.empty()
              : Optional.of("it is in doubt: it may have arrived; say that it did not");
      case BOUNCED, DROPPED ->
          newAddress
              ? Optional.empty()
              : Optional.of("it was " + word(candidate) + "; it needs a corrected address");
      case DELIVERED -> Optional.of("it was delivered");
      case QUEUED, SENDING, SENT, DEFERRED ->
          Optional.of("it is " + word(candidate) + " and still under way");
      case SKIPPED, CANCELLED -> Optional.of("it is " + word(candidate));
    };
  }

  private static String word(ResendStore.Candidate candidate) {
    return candidate.status().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
