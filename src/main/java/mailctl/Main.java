package mailctl;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntConsumer;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.cli.HangUp;
import mailctl.cli.LogbackLevels;
import mailctl.cli.Mailctl;
import mailctl.cli.Terminal;
import mailctl.cli.Termination;

final class Main {
  private Main() {}

  static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    AtomicBoolean ending = new AtomicBoolean();
    Mailctl mailctl =
        new Mailctl(
            Terminal.ofProcess(environment),
            new SettingsReader(environment, SettingsReader.SYSTEM_FILE),
            Substitutes.none(),
            new LogbackLevels(),
            new Signals(ending));
    int code = mailctl.run(args);
    if (ending.get()) {
      // Waits for the hook, which ends the process.
      System.exit(code);
    }
    // Nothing is left to close, and `exit` would look for a logger first, in every jar.
    Runtime.getRuntime().halt(code);
  }

  private record Signals(AtomicBoolean ending) implements Termination {
    @Override
    public Registration onSignal(Function<IntConsumer, Thread> hook) {
      return Main.onSignal(hook, ending);
    }

    @Override
    public void onHangUp(Runnable what) {
      HangUp.heard(what);
    }
  }

  private static Termination.Registration onSignal(
      Function<IntConsumer, Thread> hook, AtomicBoolean ending) {
    Runtime runtime = Runtime.getRuntime();
    Thread thread = hook.apply(runtime::halt);
    runtime.addShutdownHook(thread);
    return () -> {
      try {
        runtime.removeShutdownHook(thread);
      } catch (IllegalStateException e) {
        // It runs already and will halt the process: nothing else may.
        ending.set(true);
      }
    };
  }
}
