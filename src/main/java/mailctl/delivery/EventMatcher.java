package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.database.Tx;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.Suppression;

/// Tells for each provider event whose it is: by our own reference first, else by the message id of
/// the request and the address. The event's address, when it has one, must be the attempt's.
final class EventMatcher {
  /// Whose a provider event is.
  sealed interface Match {
    record Found(ReceivedEvent event, MatchedAttempt attempt) implements Match {}

    /// No delivery is known, yet. `honoured` is a person's wish that we follow without one.
    record NotFound(
        ReceivedEvent event, AppliedEvents.Reason reason, String detail, boolean honoured)
        implements Match {}

    /// A person's wish about mail that cannot be ours, which we honour.
    record Wish(ReceivedEvent event) implements Match {}

    record OtherInstallation(ReceivedEvent event) implements Match {}

    record NotAboutAMessage(ReceivedEvent event) implements Match {}
  }

  /// A process that runs while its database is given another id sends under the old one a little
  /// longer.
  private static final Duration LATE_NEWS = Duration.ofMinutes(5);

  private final String installation;
  private final MatchStore store;

  EventMatcher(String installation, MatchStore store) {
    this.installation = requireNonNull(installation, "installation is null");
    this.store = requireNonNull(store, "store is null");
  }

  List<Match> match(Tx tx, List<ReceivedEvent> events) {
    Installations ours = installations(tx, events);
    Set<MatchStore.AttemptName> names = new HashSet<>();
    events.forEach(event -> ours.name(event).ifPresent(names::add));
    Map<MatchStore.AttemptName, MatchedAttempt> byName = store.byReference(tx, names);
    // Nearly all are found by name; only the others are worth a second look.
    Set<MatchStore.Recipient> recipients = new HashSet<>();
    for (ReceivedEvent event : events) {
      if (ours.name(event).map(byName::get).isEmpty()) {
        recipient(event).ifPresent(recipients::add);
      }
    }
    Map<MatchStore.Recipient, MatchedAttempt> byMessage = store.byMessageId(tx, recipients);
    Lookup lookup = new Lookup(ours, byName, byMessage, claimTimes(tx, events, ours, byName));
    List<Match> matches = new ArrayList<>();
    for (ReceivedEvent event : events) {
      matches.add(match(tx, event, lookup));
    }
    return matches;
  }

  /// What was found for a batch of events.
  ///
  /// @param claimedAt of the attempts that were found by a former id
  private record Lookup(
      Installations ours,
      Map<MatchStore.AttemptName, MatchedAttempt> byName,
      Map<MatchStore.Recipient, MatchedAttempt> byMessage,
      Map<Long, Instant> claimedAt) {
    Optional<MatchedAttempt> found(ReceivedEvent event) {
      return ours.name(event)
          .map(byName::get)
          .or(() -> recipient(event).map(byMessage::get));
    }

    /// Under a former id only what we sent while it was ours; the original goes on with it.
    boolean isAnothers(ReceivedEvent event) {
      Optional<Reference> reference = reference(event);
      if (reference.isEmpty()) {
        return false;
      }
      String id = reference.get().installation();
      if (!ours.isOurs(id)) {
        return true;
      }
      Optional<Instant> until = ours.until(id);
      if (until.isEmpty()) {
        return false;
      }
      return ours.name(event)
          .map(byName::get)
          .map(attempt -> claimedAt.get(attempt.id()))
          .filter(claimed -> claimed.isBefore(until.get().plus(LATE_NEWS)))
          .isEmpty();
    }
  }

  /// Usually there is nothing to ask: all events are of the installation that we are.
  private Installations installations(Tx tx, List<ReceivedEvent> events) {
    Set<String> others = new HashSet<>();
    for (ReceivedEvent event : events) {
      reference(event).map(Reference::installation).ifPresent(others::add);
    }
    others.remove(installation);
    return new Installations(installation, store.installations(tx, others));
  }

  private Map<Long, Instant> claimTimes(
      Tx tx,
      List<ReceivedEvent> events,
      Installations ours,
      Map<MatchStore.AttemptName, MatchedAttempt> byName) {
    Set<Long> attempts = new HashSet<>();
    for (ReceivedEvent event : events) {
      if (reference(event).flatMap(it -> ours.until(it.installation())).isPresent()) {
        ours.name(event).map(byName::get).map(MatchedAttempt::id).ifPresent(attempts::add);
      }
    }
    return store.claimTimes(tx, attempts);
  }

  private Match match(Tx tx, ReceivedEvent event, Lookup lookup) {
    if (event.event() instanceof ProviderEvent.AccountStatusChanged) {
      return new Match.NotAboutAMessage(event);
    }
    Optional<Reference> reference = reference(event);
    if (lookup.isAnothers(event)) {
      return isHonoured(tx, event) ? new Match.Wish(event) : new Match.OtherInstallation(event);
    }
    Optional<MatchedAttempt> found = lookup.found(event);
    if (found.isEmpty()) {
      return notFound(event, reference, isHonoured(tx, event));
    }
    String email = email(event);
    if (!email.isEmpty() && !email.equals(found.get().email().toLowerCase(Locale.ROOT))) {
      return new Match.NotFound(
          event,
          AppliedEvents.Reason.ADDRESS_MISMATCH,
          "the address is not that of delivery " + found.get().delivery(),
          false);
    }
    return new Match.Found(event, found.get());
  }

  /// A wish that names a message waits for its delivery like any other event, so that it becomes a
  /// fact of the delivery whichever of the two is there first.
  private static Match notFound(
      ReceivedEvent event, Optional<Reference> reference, boolean honoured) {
    if (reference.isPresent()) {
      return new Match.NotFound(
          event,
          AppliedEvents.Reason.UNKNOWN_DELIVERY,
          "no attempt " + reference.get() + " here",
          honoured);
    }
    if (honoured && recipient(event).isEmpty()) {
      return new Match.Wish(event);
    }
    return new Match.NotFound(
        event,
        AppliedEvents.Reason.UNMATCHED,
        "neither a reference nor a message id that we know",
        honoured);
  }

  /// An opt-out or spam report of mail that is not ours counts for us, too, from a person we know.
  /// Not when it names our message and another address: then somebody is making it up.
  private boolean isHonoured(Tx tx, ReceivedEvent event) {
    String email = email(event);
    return SuppressionDecision.isWish(event.event())
        && Suppression.isAddress(email)
        && store.knowsAddress(tx, email);
  }

  /// Which ids in references are this database's own.
  ///
  /// @param others of those that are not the one we started with: empty when it is ours now, else
  ///     until when it was
  private record Installations(String own, Map<String, Optional<Instant>> others) {
    boolean isOurs(String id) {
      return id.equals(own) || others.containsKey(id);
    }

    /// For a former id.
    Optional<Instant> until(String id) {
      return others.getOrDefault(id, Optional.empty());
    }

    Optional<MatchStore.AttemptName> name(ReceivedEvent event) {
      return reference(event)
          .filter(reference -> isOurs(reference.installation()))
          .map(
              reference ->
                  new MatchStore.AttemptName(reference.delivery().value(), reference.attempt()));
    }
  }

  private static Optional<Reference> reference(ReceivedEvent event) {
    return event.event().origin().reference().flatMap(Reference::parse);
  }

  private static Optional<MatchStore.Recipient> recipient(ReceivedEvent event) {
    String email = email(event);
    return event
        .event()
        .origin()
        .messageId()
        .filter(_ -> !email.isEmpty())
        .map(id -> new MatchStore.Recipient(id, email));
  }

  private static String email(ReceivedEvent event) {
    return event.event().origin().email().strip().toLowerCase(Locale.ROOT);
  }
}
