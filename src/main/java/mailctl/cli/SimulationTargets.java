package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.Reference;
import mailctl.inspect.AttemptHistory;
import mailctl.inspect.DeliveryFilter;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.DeliveryQuery;
import mailctl.inspect.DeliveryRow;
import mailctl.inspect.Inspector;
import mailctl.sandbox.SimulatedEvent;

/// Finds the messages that an event is to be made up about: the latest attempt of each delivery.
final class SimulationTargets {
  private static final int NEWEST = 50;

  /// One message; `delivery` as it stands before, or nothing when only an address is known.
  record Target(SimulatedEvent.Message message, Optional<DeliveryRow> delivery) {}

  private final Inspector inspector;
  private final String installation;

  SimulationTargets(Inspector inspector, String installation) {
    this.inspector = requireNonNull(inspector, "inspector is null");
    this.installation = requireNonNull(installation, "installation is null");
  }

  List<Target> ofDeliveries(List<Long> ids) {
    List<Target> targets = new ArrayList<>();
    for (long id : ids) {
      DeliveryHistory history = inspector.delivery(id);
      targets.add(
          target(history)
              .orElseThrow(
                  () ->
                      new Refusal(
                          Refusal.Kind.CONFLICT,
                          "delivery " + id + " was never sent, so nothing can be said about it",
                          "mailctl send --id " + history.delivery().scheduledEmailId())));
    }
    return targets;
  }

  /// Those that were sent, of the newest `limit`.
  List<Target> ofEmail(long id, int limit) {
    return inspector
        .deliveries(DeliveryQuery.all().and(new DeliveryFilter.OfEmail(id)).limit(limit))
        .stream()
        .filter(row -> row.attempts() > 0)
        .flatMap(row -> target(inspector.delivery(row.id())).stream())
        .toList();
  }

  /// The newest message to the address, or the address alone when it got none.
  Target ofAddress(String address) {
    return inspector
        .deliveries(DeliveryQuery.all().and(new DeliveryFilter.To(address)).limit(NEWEST))
        .stream()
        .filter(row -> row.attempts() > 0)
        .findFirst()
        .flatMap(row -> target(inspector.delivery(row.id())))
        .orElseGet(
            () ->
                new Target(
                    new SimulatedEvent.Message(
                        address.strip(), Optional.empty(), Optional.empty(), Map.of()),
                    Optional.empty()));
  }

  private Optional<Target> target(DeliveryHistory history) {
    DeliveryRow row = history.delivery();
    return history.attempts().stream()
        .reduce((_, last) -> last)
        .map(attempt -> new Target(message(history, attempt), Optional.of(row)));
  }

  private SimulatedEvent.Message message(DeliveryHistory history, AttemptHistory attempt) {
    DeliveryRow row = history.delivery();
    return new SimulatedEvent.Message(
        attempt.address(),
        Optional.of(
            new Reference(installation, new DeliveryId(row.id()), attempt.number()).toString()),
        attempt.submission().messageId(),
        Map.of(
            "scheduled_email_id", Long.toString(row.scheduledEmailId()),
            "event_id", Long.toString(history.inputs().eventId()),
            "registration_id", Long.toString(history.inputs().registrationId())));
  }
}
