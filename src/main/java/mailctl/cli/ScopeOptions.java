package mailctl.cli;

import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.suppression.Scope;
import picocli.CommandLine.Option;

/// `--scope`, `--organization` and `--event`: how far a suppression reaches.
final class ScopeOptions {
  enum Reach {
    GLOBAL,
    ORGANIZATION,
    EVENT
  }

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "global, organization or event; unless given what the next two say, or global")
  Optional<Reach> scope = Optional.empty();

  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      description = "mail of this organization alone, by id or slug")
  Optional<String> organization = Optional.empty();

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      description = "mail about this event alone, by id or slug")
  Optional<String> event = Optional.empty();

  /// @throws Refusal (USAGE) when they contradict each other, (NOT_FOUND) for an unknown name
  Scope find(Session session, Tx tx) {
    if (organization.isPresent() && event.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "--organization and --event exclude each other");
    }
    return switch (scope.orElseGet(this::implied)) {
      case GLOBAL -> {
        if (organization.isPresent() || event.isPresent()) {
          throw new Refusal(
              Refusal.Kind.USAGE, "--scope global has neither --organization nor --event");
        }
        yield new Scope.Global();
      }
      case ORGANIZATION ->
          new Scope.Organization(
              session
                  .app()
                  .organizations()
                  .require(tx, owner("organization", organization))
                  .id()
                  .value());
      case EVENT ->
          new Scope.Event(session.app().events().require(tx, owner("event", event)).id().value());
    };
  }

  private Reach implied() {
    if (event.isPresent()) {
      return Reach.EVENT;
    }
    return organization.isPresent() ? Reach.ORGANIZATION : Reach.GLOBAL;
  }

  private static String owner(String scope, Optional<String> name) {
    return name.orElseThrow(
        () -> new Refusal(Refusal.Kind.USAGE, "--scope " + scope + " needs --" + scope));
  }
}
