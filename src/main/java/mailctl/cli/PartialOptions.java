package mailctl.cli;

import java.util.Optional;
import mailctl.audience.Organization;
import mailctl.campaign.Partial;
import mailctl.database.Tx;
import mailctl.message.Partials;
import picocli.CommandLine.Option;

/// Whose partials are meant, and what is shown of one.
final class PartialOptions {
  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      required = true,
      description = "whose, by id or slug")
  String organization = "";

  Organization require(Session session, Tx tx) {
    return session.app().organizations().require(tx, organization);
  }

  static JsonObject json(Organization owner, Partial partial) {
    Partials.Source source = partial.source();
    return Json.object()
        .id("organization_id", owner.id())
        .put("organization", owner.slug())
        .put("name", partial.name())
        .put("html", Optional.of(source.html()).filter(text -> !text.isEmpty()))
        .put("text", Optional.of(source.text()).filter(text -> !text.isEmpty()));
  }
}
