package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.Organization;

/// An event and who runs it, whose zone its dates are in.
public record EventInZone(Event event, Organization organization) {
  public EventInZone {
    requireNonNull(event, "event is null");
    requireNonNull(organization, "organization is null");
  }

  public ZoneId zone() {
    return organization.zone();
  }

  LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, zone());
  }

  /// As the trigger says, whether or not the organization's mail may go out then.
  public DueTime wanted(Trigger trigger) {
    return DueTime.of(trigger, event, zone());
  }

  /// When it falls due; empty when the event lacks the date, and for what answers to a change.
  public Optional<Instant> due(Trigger trigger) {
    return wanted(trigger).instant().map(organization::nextSendingTime);
  }

  Standing standing(Trigger trigger) {
    return Standing.of(trigger, this);
  }
}
