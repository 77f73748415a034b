package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import mailctl.audience.Event;
import mailctl.audience.Organization;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationStatus;

/// What the variables of a message stand for: those of the event once, then those of each
/// registration. Every variable has a value; what is not known is empty. Values are plain text, the
/// renderer escapes them.
///
/// The names are those of `VariableCatalog`, and `attributes.<name>` for the registration's own.
/// What mailctl has no column for comes from attributes of the same name: links, installation times
/// and the like from the event's, booth number and price from the registration's, which win over
/// the event's.
public final class MessageValues {
  private static final String[] FROM_ATTRIBUTES = {
    "application_code",
    "application_link",
    "artist_application_link",
    "bulletin_link",
    "category_application_link",
    "category_description",
    "category_payment_link",
    "dashboard_link",
    "event_link",
    "event_opt_out_link",
    "event_portal_link",
    "install_end_time",
    "install_start_time",
    "invitation_link",
    "payment_link",
    "vendor_application_link"
  };

  private final Event event;
  private final Map<String, String> ofEvent;

  public MessageValues(Organization organization, Event event) {
    this.event = requireNonNull(event, "event is null");
    this.ofEvent = ofEvent(requireNonNull(organization, "organization is null"), event);
  }

  /// The values for one recipient. `unsubscribeLink` is the sender's business.
  public Map<String, String> of(Registration registration, String unsubscribeLink) {
    Map<String, String> values = new HashMap<>(ofEvent);
    registration.attributes().forEach((key, value) -> values.put("attributes." + key, value));
    boolean invited = registration.status() == RegistrationStatus.INVITED;
    PersonName name = PersonName.of(registration.name());
    String business = registration.businessName().strip();

    values.put("email", registration.email());
    values.put("full_name", name.full());
    values.put("contact_name", name.full());
    values.put("first_name", name.first());
    values.put("last_name", name.last());
    values.put("business_name", business);
    values.put("vendor_name", firstOf(business, name.full()));
    values.put("greeting_name", firstOf(business, name.first(), "there"));
    values.put("phone", registration.phone());
    values.put("website", registration.website());
    values.put("vendor_category", invited ? "" : registration.category());
    values.put(
        "application_date", invited ? "" : registration.registeredOn().map(Dates::full).orElse(""));
    values.put(
        "booth_number", invited ? "" : firstOf(attribute(registration, "booth_number"), "TBD"));
    values.put("booth_price", Money.whole(attribute(registration, "booth_price")));
    values.put(
        "category_price",
        Money.whole(
            firstOf(
                attribute(registration, "category_price"),
                attribute(registration, "booth_price"))));
    for (String variable : FROM_ATTRIBUTES) {
      values.put(variable, attribute(registration, variable));
    }
    values.put("install_date", Dates.fullIfDate(attribute(registration, "install_date")));
    values.put("install_time", installTime(registration));
    fallBack(values, "category_payment_link", "payment_link");
    fallBack(values, "category_application_link", "application_link");
    fallBack(values, "bulletin_link", "event_link");
    fallBack(values, "invitation_link", "event_link");
    fallBack(values, "dashboard_link", "event_link");
    fallBack(values, "event_portal_link", "event_link");
    values.put("unsubscribe_link", unsubscribeLink);
    return Map.copyOf(values);
  }

  private static Map<String, String> ofEvent(Organization organization, Event event) {
    String city = event.location().split(",", 2)[0].strip();
    Map<String, String> values = new HashMap<>();
    values.put("organization_name", organization.name());
    values.put("organization_email", organization.replyTo().orElse(organization.email()));
    values.put("event_title", event.title());
    values.put("event_description", event.description());
    values.put("event_time", event.eventTime());
    values.put("event_venue", event.venue());
    values.put("event_city", city);
    values.put("event_location", city);
    values.put("address", event.location());
    values.put("age_restriction", event.ageRestriction());
    values.put("event_date", event.eventDate().map(Dates::full).orElse(""));
    values.put(
        "event_end_date", event.eventEndDate().or(event::eventDate).map(Dates::full).orElse(""));
    values.put("date_range", Dates.range(event.eventDate(), event.eventEndDate()));
    values.put("payment_due_date", event.paymentDeadline().map(Dates::full).orElse(""));
    values.put("application_deadline", event.applicationDeadline().map(Dates::full).orElse(""));
    values.put("category_list", bullets(event.attributes().getOrDefault("categories", "")));
    return Map.copyOf(values);
  }

  private String installTime(Registration registration) {
    String start = attribute(registration, "install_start_time");
    String end = attribute(registration, "install_end_time");
    String span = start.isEmpty() || end.isEmpty() ? start + end : start + " - " + end;
    return firstOf(attribute(registration, "install_time"), span);
  }

  private String attribute(Registration registration, String name) {
    return firstOf(
        registration.attributes().getOrDefault(name, "").strip(),
        event.attributes().getOrDefault(name, "").strip());
  }

  private static void fallBack(Map<String, String> values, String variable, String other) {
    if (values.getOrDefault(variable, "").isEmpty()) {
      values.put(variable, values.getOrDefault(other, ""));
    }
  }

  /// One line each, with a bullet; the categories are separated by commas.
  private static String bullets(String categories) {
    StringBuilder lines = new StringBuilder();
    for (String category : categories.split(",")) {
      if (!category.isBlank()) {
        lines.append(lines.isEmpty() ? "" : "\n").append("• ").append(category.strip());
      }
    }
    return lines.toString();
  }

  private static String firstOf(String... values) {
    for (String value : values) {
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
