package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private static final String OWN = "attributes.";

  private final Event event;
  private final Map<String, String> ofEvent;

  public MessageValues(Organization organization, Event event) {
    this.event = requireNonNull(event, "event is null");
    this.ofEvent = ofEvent(requireNonNull(organization, "organization is null"), event);
  }

  /// The values for one recipient, each made when it is asked for: there are many, and a message
  /// has a few of them. `unsubscribeLink` is the sender's business.
  public Function<String, String> of(Registration registration, String unsubscribeLink) {
    requireNonNull(registration, "registration is null");
    requireNonNull(unsubscribeLink, "unsubscribeLink is null");
    return name -> name.equals("unsubscribe_link") ? unsubscribeLink : value(registration, name);
  }

  private String value(Registration registration, String name) {
    boolean invited = registration.status() == RegistrationStatus.INVITED;
    return switch (name) {
      case "email" -> registration.email();
      case "full_name", "contact_name" -> name(registration).full();
      case "first_name" -> name(registration).first();
      case "last_name" -> name(registration).last();
      case "business_name" -> business(registration);
      case "vendor_name" -> firstOf(business(registration), name(registration).full());
      case "greeting_name" -> firstOf(business(registration), name(registration).first(), "there");
      case "phone" -> registration.phone();
      case "website" -> registration.website();
      case "vendor_category" -> invited ? "" : registration.category();
      case "application_date" ->
          invited ? "" : registration.registeredOn().map(Dates::full).orElse("");
      case "booth_number" -> invited ? "" : firstOf(attribute(registration, name), "TBD");
      case "booth_price" -> Money.whole(attribute(registration, name));
      case "category_price" -> Money.whole(either(registration, name, "booth_price"));
      case "install_date" -> Dates.fullIfDate(attribute(registration, name));
      case "install_time" -> installTime(registration);
      case "category_payment_link" -> either(registration, name, "payment_link");
      case "category_application_link" -> either(registration, name, "application_link");
      // A bulletin's own come with the event that it is about.
      case "bulletin_title", "bulletin_text" -> event.attributes().getOrDefault(name, "").strip();
      case "bulletin_link", "invitation_link", "dashboard_link", "event_portal_link" ->
          either(registration, name, "event_link");
      case "application_code",
          "application_link",
          "artist_application_link",
          "category_description",
          "event_link",
          "event_opt_out_link",
          "install_end_time",
          "install_start_time",
          "payment_link",
          "vendor_application_link" ->
          attribute(registration, name);
      default ->
          name.startsWith(OWN)
              ? registration.attributes().getOrDefault(name.substring(OWN.length()), "")
              : Optional.ofNullable(ofEvent.get(name))
                  .orElseThrow(() -> new IllegalArgumentException("no variable is called " + name));
    };
  }

  private static PersonName name(Registration registration) {
    return PersonName.of(registration.name());
  }

  private static String business(Registration registration) {
    return registration.businessName().strip();
  }

  private String either(Registration registration, String name, String other) {
    return firstOf(attribute(registration, name), attribute(registration, other));
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
