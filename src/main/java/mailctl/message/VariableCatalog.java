package mailctl.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Every variable that a template may use, with what it stands for. Beside them,
/// `attributes.<name>` is a registration's own attribute.
public final class VariableCatalog {
  private static final Map<String, String> DESCRIPTIONS = descriptions();

  /// Names that older templates use.
  private static final Map<String, String> OLD_NAMES =
      Map.ofEntries(
          Map.entry("event_name", "event_title"),
          Map.entry("payment_deadline", "payment_due_date"),
          Map.entry("venue", "event_venue"),
          Map.entry("event_address", "address"),
          Map.entry("event_age_restriction", "age_restriction"),
          Map.entry("event_date_range", "date_range"),
          Map.entry("name", "full_name"),
          Map.entry("vendor_email", "email"),
          Map.entry("category", "vendor_category"),
          Map.entry("category_name", "vendor_category"),
          Map.entry("registration_date", "application_date"),
          Map.entry("producer_name", "organization_name"),
          Map.entry("producer_email", "organization_email"),
          Map.entry("opt_out_link", "unsubscribe_link"));

  private VariableCatalog() {}

  /// Name and description of each, in the order in which people are told them.
  public static Map<String, String> all() {
    return DESCRIPTIONS;
  }

  /// What `Template.parse` is given to know.
  public static Set<String> names() {
    return DESCRIPTIONS.keySet();
  }

  /// Old name and present name of each that was renamed.
  public static Map<String, String> oldNames() {
    return OLD_NAMES;
  }

  /// `name` itself, unless it is an old one.
  static String currentName(String name) {
    return OLD_NAMES.getOrDefault(name, name);
  }

  private static Map<String, String> descriptions() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("event_title", "the event's title");
    all.put("event_description", "the event's description");
    all.put("event_date", "the event's (first) day, as in Saturday, June 15, 2025");
    all.put("event_end_date", "the event's last day");
    all.put("date_range", "first and last day, one day, or TBD");
    all.put("event_time", "the event's times, as the organizer wrote them");
    all.put("event_venue", "the name of the place");
    all.put("event_location", "the location up to its first comma");
    all.put("event_city", "the location up to its first comma");
    all.put("address", "the full location");
    all.put("age_restriction", "who may come in");
    all.put("application_deadline", "the last day to apply");
    all.put("payment_due_date", "the last day to pay");
    all.put("organization_name", "who runs the event");
    all.put("organization_email", "the organizer's address");
    all.put("greeting_name", "business name, else first name, else \"there\"");
    all.put("first_name", "the name up to its first space");
    all.put("last_name", "the name after its first space");
    all.put("full_name", "the whole name");
    all.put("contact_name", "the whole name");
    all.put("business_name", "the name of the business");
    all.put("vendor_name", "business name, else the whole name");
    all.put("email", "the recipient's address");
    all.put("phone", "the recipient's phone number");
    all.put("website", "the recipient's website");
    all.put("vendor_category", "the category that the recipient registered for");
    all.put("category_description", "what that category is");
    all.put("category_price", "what that category costs");
    all.put("category_list", "all categories of the event");
    all.put("booth_number", "the number of the booth, or TBD");
    all.put("booth_price", "the price of the booth");
    all.put("install_date", "the day to set up");
    all.put("install_time", "from when to when to set up");
    all.put("install_start_time", "from when to set up");
    all.put("install_end_time", "until when to set up");
    all.put("application_date", "the day of the registration");
    all.put("application_code", "the code of the application form");
    all.put("application_link", "where to apply");
    all.put("category_application_link", "where to apply for the recipient's category");
    all.put("artist_application_link", "where artists apply");
    all.put("vendor_application_link", "where vendors apply");
    all.put("payment_link", "where to pay");
    all.put("category_payment_link", "where to pay for the recipient's category");
    all.put("event_link", "the event's page");
    all.put("bulletin_title", "the title of the bulletin that an email answers");
    all.put("bulletin_text", "what that bulletin says");
    all.put("bulletin_link", "the bulletin's page, or else the event's");
    all.put("invitation_link", "the page that invites");
    all.put("dashboard_link", "the recipient's own page");
    all.put("event_portal_link", "the recipient's own page for the event");
    all.put("event_opt_out_link", "stops mail about this event");
    all.put("unsubscribe_link", "stops mail from this organizer; every promotional mail needs it");
    return Collections.unmodifiableMap(all);
  }
}
