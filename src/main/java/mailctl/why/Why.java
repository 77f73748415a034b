package mailctl.why;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailctl.audience.AudienceStore;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.audience.EventStore;
import mailctl.audience.FilterClause;
import mailctl.audience.RecipientFilter;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationStore;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.Inspector;
import mailctl.suppression.ErasureStore;
import mailctl.suppression.Scope;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionStore;

/// Follows an address through everything that decides about its mail.
public final class Why {
  private final Database database;
  private final Inspector inspector;
  private final EventStore events;
  private final RegistrationStore registrations;
  private final AudienceStore audience = new AudienceStore();
  private final ScheduledEmailStore emails = new ScheduledEmailStore();
  private final SuppressionStore suppressions = new SuppressionStore();
  private final ErasureStore erasures = new ErasureStore();
  private final WhyStore store = new WhyStore();

  public Why(Database database, Inspector inspector) {
    this.database = requireNonNull(database, "database is null");
    this.inspector = requireNonNull(inspector, "inspector is null");
    this.events = new EventStore(database.location());
    this.registrations = new RegistrationStore(database.location());
  }

  /// About one email, or all of one event, or else all that have to do with the address.
  ///
  /// @throws Refusal (NOT_FOUND) when there is no such email
  public Answer of(String address, Optional<ScheduledEmailId> email, Optional<EventId> event) {
    String lower = address.strip().toLowerCase(Locale.ROOT);
    return database.transaction(
        tx -> {
          List<SuppressionEntry> known = suppressions.of(tx, lower);
          List<Chain> chains = new ArrayList<>();
          for (ScheduledEmailId id : asked(tx, lower, email, event)) {
            chains.add(chain(tx, lower, require(tx, id), known));
          }
          return new Answer(lower, erasures.of(tx, lower), known, chains);
        });
  }

  private Set<ScheduledEmailId> asked(
      Tx tx, String address, Optional<ScheduledEmailId> email, Optional<EventId> event) {
    if (email.isPresent()) {
      return Set.of(email.get());
    }
    if (event.isPresent()) {
      return new LinkedHashSet<>(store.emails(tx, Set.of(event.get())));
    }
    Set<ScheduledEmailId> all =
        new LinkedHashSet<>(store.emails(tx, store.registeredFor(tx, address)));
    all.addAll(store.plannedFor(tx, address));
    return all;
  }

  private Chain chain(
      Tx tx, String address, ScheduledEmail email, List<SuppressionEntry> suppressed) {
    Event event = events.require(tx, email.event());
    Optional<Chain.Person> person =
        registrations
            .find(tx, event.id(), address)
            .map(
                it -> {
                  WhyStore.Times times = store.times(tx, it.id().value());
                  return new Chain.Person(it, times.createdAt(), times.updatedAt());
                });
    List<FilterClause> clauses =
        person.map(it -> clauses(tx, email, it.registration())).orElse(List.of());
    Set<Long> ids = person.map(it -> Set.of(it.registration().id().value())).orElse(Set.of());
    List<Promise> promises =
        person
            .map(it -> store.promises(tx, email.id(), it.registration().id().value()))
            .orElse(List.of());
    List<DeliveryHistory> deliveries =
        store.deliveries(tx, email.id(), address, ids).stream().map(inspector::delivery).toList();
    List<SuppressionEntry> against =
        suppressed.stream()
            .filter(entry -> entry.lifted().isEmpty())
            .filter(entry -> reaches(entry.suppression().scope(), event))
            .toList();
    return new Chain(
        email,
        event,
        person,
        clauses,
        promises,
        deliveries,
        Verdicts.of(email, event, person, clauses, promises, deliveries, against));
  }

  /// None for a filter that does not read: such an email is paused and says so.
  private List<FilterClause> clauses(Tx tx, ScheduledEmail email, Registration registration) {
    RecipientFilter filter;
    try {
      filter = RecipientFilter.ofJson(email.filter());
    } catch (Refusal _) {
      return List.of();
    }
    return audience.clauses(tx, filter, registration);
  }

  private static boolean reaches(Scope scope, Event event) {
    return switch (scope) {
      case Scope.Global _ -> true;
      case Scope.Organization(long id) -> id == event.organization().value();
      case Scope.Event(long id) -> id == event.id().value();
    };
  }

  private ScheduledEmail require(Tx tx, ScheduledEmailId id) {
    return emails
        .find(tx, id)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "no scheduled email " + id + " in " + database.location(),
                    "mailctl schedule list"));
  }
}
