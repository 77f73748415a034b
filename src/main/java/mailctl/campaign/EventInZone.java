package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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

  Standing standing(Trigger trigger) {
    return Standing.of(trigger, event, zone());
  }
}
