package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.OrganizationValues;
import mailctl.database.Refusal;

/// A file of organizations, events, templates and scheduled emails, read but not yet stored.
/// `CampaignImport` stores it.
///
/// ```yaml
/// organizations:
///   - slug: lakeside
///     name: Lakeside Markets
///     email: hello@lakeside.example.org
///     time_zone: America/Chicago
/// events:
///   - slug: summer-fair
///     organization: lakeside
///     title: Summer Fair
///     status: live
///     event_date: 2026-06-15
/// templates:
///   - name: Market season
///     organization: lakeside
///     emails: [{name: …, trigger: …, subject: …, html: …}]
/// scheduled_emails:
///   - event: summer-fair
///     name: Load-in details
///     trigger: 7 days before event at 09:00
///     filter: {status: [approved, confirmed]}
///     subject: …
///     html: …
/// ```
public record CampaignFile(
    String name,
    List<OrganizationEntry> organizations,
    List<EventEntry> events,
    List<TemplateEntry> templates,
    List<EmailEntry> emails) {
  record OrganizationEntry(int line, OrganizationValues values) {}

  /// @param organization its slug; may be absent for an event that exists
  record EventEntry(
      int line, String slug, Optional<String> organization, Map<String, String> fields) {}

  public record TemplateEntry(int line, String organization, CampaignTemplate template) {}

  /// @param event its slug
  record EmailEntry(int line, String event, Draft draft) {}

  public CampaignFile {
    requireNonNull(name, "name is null");
    organizations = List.copyOf(organizations);
    events = List.copyOf(events);
    templates = List.copyOf(templates);
    emails = List.copyOf(emails);
  }

  /// Reads `yaml`; `name` is what problems call the file.
  ///
  /// @throws mailctl.database.Refusal of kind DATA that names every problem with its line
  public static CampaignFile read(String name, String yaml) {
    return new CampaignFileReader(name, Optional.empty()).read(yaml);
  }

  /// Of a file that holds the versions of one email: `variants`, and `experiment` if anything is
  /// unusual.
  public static Experiment readVariants(String name, String yaml) {
    Experiment read = new CampaignFileReader(name, Optional.empty()).readVariants(yaml);
    if (read.isNone()) {
      throw new Refusal(Refusal.Kind.DATA, name + " holds no variants", "mailctl help variants");
    }
    return read;
  }

  /// As `read`, of a file that holds templates and nothing else.
  ///
  /// @param organization whose they become, instead of whom the file names
  public static CampaignFile readTemplates(
      String name, String yaml, Optional<String> organization) {
    CampaignFile file = new CampaignFileReader(name, organization).read(yaml);
    if (file.templates().isEmpty()) {
      throw new Refusal(Refusal.Kind.DATA, name + " holds no templates");
    }
    if (file.organizations().size() + file.events().size() + file.emails().size() > 0) {
      throw new Refusal(
          Refusal.Kind.DATA,
          name + " holds more than templates",
          "mailctl import " + name + ", which brings in all of it");
    }
    return file;
  }
}
