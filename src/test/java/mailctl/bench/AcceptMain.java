package mailctl.bench;

import java.util.List;
import java.util.Set;
import mailctl.app.App;
import mailctl.app.Receiving;
import mailctl.daemon.Daemon;
import mailctl.daemon.Service;

/// `mailctl serve` without the loops that process and send: to see what accepting alone can do.
final class AcceptMain {
  private static final Set<String> KEPT = Set.of("public-listener", "inbox-notifier");

  private AcceptMain() {}

  static void main(String[] args) {
    try (App app = BenchSettings.app(args[0])) {
      List<Service> services =
          new Receiving(app, () -> {}, System.out::println)
              .services().stream().filter(each -> KEPT.contains(each.name())).toList();
      if (services.size() != KEPT.size()) {
        throw new IllegalStateException("serve has no longer what is measured: " + KEPT);
      }
      new Daemon(services, app.settings().serve().drain()).run();
    }
  }
}
