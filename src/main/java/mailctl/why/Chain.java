package mailctl.why;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.FilterClause;
import mailctl.audience.Registration;
import mailctl.campaign.ScheduledEmail;
import mailctl.inspect.DeliveryHistory;

/// From registration to mailbox: one scheduled email and one address.
///
/// @param person the registration, if the event has one of that address now
/// @param clauses the filter, clause by clause; empty when it selects everyone
/// @param promises what frozen plans say of the registration, the latest first
/// @param deliveries what was planned, the latest occurrence first; usually one or none
public record Chain(
    ScheduledEmail email,
    Event event,
    Optional<Person> person,
    List<FilterClause> clauses,
    List<Promise> promises,
    List<DeliveryHistory> deliveries,
    Verdict verdict) {
  public Chain {
    requireNonNull(email, "email is null");
    requireNonNull(event, "event is null");
    requireNonNull(person, "person is null");
    clauses = List.copyOf(clauses);
    promises = List.copyOf(promises);
    deliveries = List.copyOf(deliveries);
    requireNonNull(verdict, "verdict is null");
  }

  /// A registration, and when it was made and last changed.
  public record Person(Registration registration, Instant createdAt, Instant updatedAt) {
    public Person {
      requireNonNull(registration, "registration is null");
      requireNonNull(createdAt, "createdAt is null");
      requireNonNull(updatedAt, "updatedAt is null");
    }
  }
}
