package mailctl;

import java.util.Map;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.cli.LogbackLevels;
import mailctl.cli.Mailctl;
import mailctl.cli.Terminal;

final class Main {
  private Main() {}

  static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Mailctl mailctl =
        new Mailctl(
            Terminal.ofProcess(environment),
            new SettingsReader(environment, SettingsReader.SYSTEM_FILE),
            Substitutes.none(),
            new LogbackLevels());
    System.exit(mailctl.run(args));
  }
}
