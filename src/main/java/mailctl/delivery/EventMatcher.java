package mailctl.delivery;

import static java.util.Objects.requireNonNull;

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

  private final MatchStore store;

  EventMatcher(MatchStore store) {
    this.store = requireNonNull(store, "store is null");
  }

  List<Match> match(Tx tx, List<ReceivedEvent> events) {
    // Asked each time: a database may be given another id while we run.
    String installation = store.installation(tx);
    List<Named> all =
        underFormerIds(tx, events.stream().map(event -> named(event, installation)).toList());
    Set<MatchStore.AttemptName> names = new HashSet<>();
    all.forEach(each -> each.name().ifPresent(names::add));
    Map<MatchStore.AttemptName, MatchedAttempt> byName = store.byReference(tx, names);
    // Nearly all are found by name; only the others are worth a second look.
    List<Named> others =
        all.stream().filter(each -> each.name().map(byName::get).isEmpty()).toList();
    Set<MatchStore.Recipient> recipients = new HashSet<>();
    Set<String> wishing = new HashSet<>();
    for (Named each : others) {
      each.recipient().ifPresent(recipients::add);
      if (SuppressionDecision.isWish(each.event().event()) && Suppression.isAddress(each.email())) {
        wishing.add(each.email());
      }
    }
    Found found = new Found(byName, store.byMessageId(tx, recipients), store.known(tx, wishing));
    return all.stream().map(each -> match(each, found)).toList();
  }

  /// An event and the names in it, read once.
  ///
  /// @param name of an attempt of ours
  /// @param email in lower case
  private record Named(
      ReceivedEvent event,
      Optional<Reference> reference,
      Optional<MatchStore.AttemptName> name,
      String email) {
    Named as(Reference ours) {
      return new Named(event, reference, Optional.of(EventMatcher.name(ours)), email);
    }

    Optional<MatchStore.Recipient> recipient() {
      return event
          .event()
          .origin()
          .messageId()
          .filter(_ -> !email.isEmpty())
          .map(id -> new MatchStore.Recipient(id, email));
    }
  }

  /// What the database knows of the names, and the addresses that it knows of those who wish.
  private record Found(
      Map<MatchStore.AttemptName, MatchedAttempt> byName,
      Map<MatchStore.Recipient, MatchedAttempt> byMessage,
      Set<String> known) {}

  private static Named named(ReceivedEvent event, String installation) {
    ProviderEvent.Origin origin = event.event().origin();
    Optional<Reference> reference = origin.reference().flatMap(Reference::parse);
    Optional<MatchStore.AttemptName> name =
        reference.filter(each -> each.installation().equals(installation)).map(EventMatcher::name);
    return new Named(event, reference, name, origin.email().strip().toLowerCase(Locale.ROOT));
  }

  /// Names those, too, that carry an id that this database had before. Usually there is none to ask
  /// about.
  private List<Named> underFormerIds(Tx tx, List<Named> all) {
    Set<Reference> strange = new HashSet<>();
    for (Named each : all) {
      if (each.name().isEmpty()) {
        each.reference().ifPresent(strange::add);
      }
    }
    Set<Reference> ours = store.underFormerIds(tx, strange);
    return ours.isEmpty()
        ? all
        : all.stream()
            .map(each -> each.reference().filter(ours::contains).map(each::as).orElse(each))
            .toList();
  }

  private static MatchStore.AttemptName name(Reference reference) {
    return new MatchStore.AttemptName(reference.delivery().value(), reference.attempt());
  }

  private Match match(Named named, Found known) {
    ReceivedEvent event = named.event();
    if (event.event() instanceof ProviderEvent.AccountStatusChanged) {
      return new Match.NotAboutAMessage(event);
    }
    Optional<Reference> reference = named.reference();
    if (reference.isPresent() && named.name().isEmpty()) {
      return isHonoured(named, known) ? new Match.Wish(event) : new Match.OtherInstallation(event);
    }
    Optional<MatchedAttempt> found =
        named
            .name()
            .map(known.byName()::get)
            .or(() -> named.recipient().map(known.byMessage()::get));
    if (found.isEmpty()) {
      return notFound(named, isHonoured(named, known));
    }
    String email = named.email();
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
  private static Match notFound(Named named, boolean honoured) {
    ReceivedEvent event = named.event();
    if (named.reference().isPresent()) {
      return new Match.NotFound(
          event,
          AppliedEvents.Reason.UNKNOWN_DELIVERY,
          "no attempt " + named.reference().get() + " here",
          honoured);
    }
    if (honoured && named.recipient().isEmpty()) {
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
  private static boolean isHonoured(Named named, Found found) {
    return SuppressionDecision.isWish(named.event().event())
        && Suppression.isAddress(named.email())
        && found.known().contains(named.email());
  }
}
