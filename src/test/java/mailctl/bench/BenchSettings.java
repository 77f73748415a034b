package mailctl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mailctl.app.App;
import mailctl.app.SettingsReader;

/// What the mailctl of a bench is told, in a file; nothing of the machine's own configuration.
final class BenchSettings {
  private BenchSettings() {}

  static Path write(Path folder, BenchDatabase database, String publicKey) throws IOException {
    return Files.writeString(
        folder.resolve("config.yaml"),
        """
        state.dir: "%s"
        webhook.keys: "%s"
        public.host: 127.0.0.1
        public.port: 0
        admin.port: 0
        """
            .formatted(database.stateDirectory(), publicKey));
  }

  static App app(String configFile) {
    SettingsReader reader =
        new SettingsReader(Map.of("HOME", "/nonexistent"), Path.of("/nonexistent/config.yaml"));
    return new App(reader.read(configFile, Map.of()).valid());
  }
}
