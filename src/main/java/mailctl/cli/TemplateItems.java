package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.app.Nearest;
import mailctl.audience.Organization;
import mailctl.campaign.CampaignTemplate;
import mailctl.campaign.Draft;
import mailctl.campaign.TemplateStore;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Finds templates and their emails as people name them.
final class TemplateItems {
  /// A template and where it stands.
  record Found(TemplateStore.Summary summary, CampaignTemplate template) {}

  private TemplateItems() {}

  /// By id, or by name where that is unique.
  ///
  /// @throws Refusal (NOT_FOUND) when there is none; (USAGE) when several organizations have one
  static Found require(
      Session session, Tx tx, Optional<Organization> organization, String idOrName) {
    TemplateStore templates = session.app().templates();
    List<TemplateStore.Summary> all = templates.list(tx, organization.map(Organization::id));
    List<TemplateStore.Summary> found =
        all.stream().filter(it -> Long.toString(it.id()).equals(idOrName)).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(it -> it.name().equalsIgnoreCase(idOrName)).toList();
    }
    if (found.size() > 1) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "several organizations have a template '" + idOrName + "'",
          "its id; mailctl template list");
    }
    return found.stream()
        .findFirst()
        .flatMap(it -> templates.find(tx, it.id()).map(template -> new Found(it, template)))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "no template "
                        + idOrName
                        + organization.map(it -> " of " + it.slug()).orElse("")
                        + " in "
                        + session.app().database().location().words()
                        + Nearest.suffix(
                            idOrName, all.stream().map(TemplateStore.Summary::name).toList()),
                    "mailctl template list"));
  }

  /// `TEMPLATE/N`, of the event's organization.
  static Draft find(Session session, Tx tx, Organization organization, String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 1 || !text.substring(slash + 1).matches("[1-9][0-9]?")) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "--template-item needs TEMPLATE/N, such as \"Evening market/2\", not '" + text + "'");
    }
    int position = Integer.parseInt(text.substring(slash + 1));
    CampaignTemplate template =
        require(session, tx, Optional.of(organization), text.substring(0, slash)).template();
    if (position > template.items().size()) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "template '%s' has %d emails, not %d"
              .formatted(template.name(), template.items().size(), position),
          "mailctl template show \"" + template.name() + "\"");
    }
    return template.items().get(position - 1).draft();
  }
}
