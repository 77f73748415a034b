package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.OrganizationValues;

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

  record TemplateEntry(int line, String organization, CampaignTemplate template) {}

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
    return new CampaignFileReader(name).read(yaml);
  }
}
