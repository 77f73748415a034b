package mailctl.cli;

import java.util.Optional;
import mailctl.audience.Organization;
import mailctl.database.Tx;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A template, by id or name, and whose it is; `@Mixin final TemplateOption template = new
/// TemplateOption();`.
final class TemplateOption {
  @Parameters(paramLabel = "TEMPLATE", description = "the template, by id or name")
  String name = "";

  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      description = "whose it is, by id or slug")
  Optional<String> organization = Optional.empty();

  TemplateItems.Found find(Session session, Tx tx) {
    Optional<Organization> of =
        organization.map(it -> session.app().organizations().require(tx, it));
    return TemplateItems.require(session, tx, of, name);
  }
}
