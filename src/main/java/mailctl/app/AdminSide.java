package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mailctl.access.ApiTokens;
import mailctl.access.KnownTokens;
import mailctl.daemon.Service;
import mailctl.database.InstallationStore;
import mailctl.http.AdminListener;
import mailctl.http.AdminPage;
import mailctl.http.AdminTokens;
import mailctl.http.BindAddress;
import mailctl.http.Readiness;
import mailctl.metrics.Metrics;

/// The admin listener of `serve`, with everything that can be asked and done there.
final class AdminSide {
  private final App app;
  private final Consumer<String> say;

  AdminSide(App app, Consumer<String> say) {
    this.app = requireNonNull(app, "app is null");
    this.say = requireNonNull(say, "say is null");
  }

  /// @throws mailctl.database.Refusal when others than this machine could ask without a token
  Service service(Monitoring monitoring, Deeds deeds, LogDesk logs, Reload reload) {
    Settings.AdminSection section = app.settings().admin();
    Readiness readiness =
        new Readiness(
            List.of(
                new Readiness.Check("database", this::databaseProblem),
                new Readiness.Check("schema", this::schemaProblem)));
    AdminListener listener =
        AdminListener.withPages(
            new BindAddress(section.host(), section.port()),
            tokens(section),
            readiness,
            List.of(
                new AdminPage("/metrics", Metrics.CONTENT_TYPE, monitoring::scrape), logs.page()),
            List.of(logs.action(deeds), reload.action(deeds)));
    return new AdminService(listener, readiness, section.host(), say);
  }

  private AdminTokens tokens(Settings.AdminSection section) {
    ApiTokens tokens = app.apiTokens();
    KnownTokens known = new KnownTokens(tokens::verify);
    Optional<String> configured = section.token().map(Secret::value);
    return new AdminTokens(
        configured, known::bearer, () -> configured.isPresent() || tokens.isAnyValid());
  }

  private Optional<String> databaseProblem() {
    app.database().run(tx -> new InstallationStore().read(tx));
    return Optional.empty();
  }

  /// A newer one is none: its changes only add, and whoever is told so goes on until it is
  /// replaced.
  private Optional<String> schemaProblem() {
    app.openedDatabase().checkNotOlder();
    return Optional.empty();
  }
}
