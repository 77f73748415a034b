package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// An event to be stored; its slug says which. Attributes are laid over those that are there.
public record EventValues(
    OrganizationId organization,
    String slug,
    String title,
    String description,
    EventStatus status,
    Optional<LocalDate> eventDate,
    Optional<LocalDate> eventEndDate,
    String eventTime,
    String venue,
    String location,
    String ageRestriction,
    Optional<LocalDate> applicationDeadline,
    Optional<LocalDate> paymentDeadline,
    Map<String, String> attributes) {
  public EventValues {
    requireNonNull(organization, "organization is null");
    Slug.check(slug);
    if (title.isBlank()) {
      throw new IllegalArgumentException("an event needs a title");
    }
    requireNonNull(description, "description is null");
    requireNonNull(status, "status is null");
    requireNonNull(eventTime, "eventTime is null");
    requireNonNull(venue, "venue is null");
    requireNonNull(location, "location is null");
    requireNonNull(ageRestriction, "ageRestriction is null");
    requireNonNull(applicationDeadline, "applicationDeadline is null");
    requireNonNull(paymentDeadline, "paymentDeadline is null");
    attributes = Map.copyOf(attributes);
    if (eventEndDate.isPresent()
        && (eventDate.isEmpty() || eventEndDate.get().isBefore(eventDate.get()))) {
      throw new IllegalArgumentException("an event cannot end before it begins");
    }
  }

  static EventValues of(Event event) {
    return new EventValues(
        event.organization(),
        event.slug(),
        event.title(),
        event.description(),
        event.status(),
        event.eventDate(),
        event.eventEndDate(),
        event.eventTime(),
        event.venue(),
        event.location(),
        event.ageRestriction(),
        event.applicationDeadline(),
        event.paymentDeadline(),
        Map.of());
  }
}
