package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What people sign up for. Dates are in the organization's zone; texts are empty when absent.
public record Event(
    EventId id,
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
    Map<String, String> attributes,
    Instant createdAt) {
  public Event {
    requireNonNull(id, "id is null");
    requireNonNull(organization, "organization is null");
    requireNonNull(slug, "slug is null");
    requireNonNull(title, "title is null");
    requireNonNull(description, "description is null");
    requireNonNull(status, "status is null");
    requireNonNull(eventDate, "eventDate is null");
    requireNonNull(eventEndDate, "eventEndDate is null");
    requireNonNull(eventTime, "eventTime is null");
    requireNonNull(venue, "venue is null");
    requireNonNull(location, "location is null");
    requireNonNull(ageRestriction, "ageRestriction is null");
    requireNonNull(applicationDeadline, "applicationDeadline is null");
    requireNonNull(paymentDeadline, "paymentDeadline is null");
    attributes = Map.copyOf(attributes);
    requireNonNull(createdAt, "createdAt is null");
  }

  /// As it would be with these attributes besides.
  public Event with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(attributes);
    all.putAll(more);
    return new Event(
        id,
        organization,
        slug,
        title,
        description,
        status,
        eventDate,
        eventEndDate,
        eventTime,
        venue,
        location,
        ageRestriction,
        applicationDeadline,
        paymentDeadline,
        all,
        createdAt);
  }
}
