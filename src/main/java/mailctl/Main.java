package mailctl;

import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.cli.LogbackLevels;
import mailctl.cli.Mailctl;
import mailctl.cli.Terminal;
import mailctl.cli.Termination;

final class Main {
  private Main() {}

  static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Mailctl mailctl =
        new Mailctl(
            Terminal.ofProcess(environment),
            new SettingsReader(environment, SettingsReader.SYSTEM_FILE),
            Substitutes.none(),
            new LogbackLevels(),
            Main::onSignal);
    System.exit(mailctl.run(args));
  }

  private static Termination.Registration onSignal(Function<IntConsumer, Thread> hook) {
    Runtime runtime = Runtime.getRuntime();
    Thread thread = hook.apply(runtime::halt);
    runtime.addShutdownHook(thread);
    return () -> {
      try {
        runtime.removeShutdownHook(thread);
      } catch (IllegalStateException e) {
        // It runs already and will halt the process: nothing else may.
      }
    };
  }
}
