package mailctl.inspect;

/// The numbers of all emails that were made from one email of a template.
///
/// @param position in the template
/// @param emails how many were made from it
/// @param events of how many events
public record TemplateStatistics(
    long templateId,
    String templateName,
    String organizationSlug,
    int position,
    String itemName,
    long emails,
    long events,
    Statistics statistics) {
  TemplateStatistics plus(long otherEmails, long otherEvents, Statistics other) {
    return new TemplateStatistics(
        templateId,
        templateName,
        organizationSlug,
        position,
        itemName,
        emails + otherEmails,
        events + otherEvents,
        statistics.plus(other));
  }
}
