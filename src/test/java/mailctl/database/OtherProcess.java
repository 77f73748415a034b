package mailctl.database;

import java.io.IOException;
import java.nio.file.Path;

/// Opens the embedded database, says so, and leaves when its input ends.
final class OtherProcess {
  private OtherProcess() {}

  public static void main(String[] args) throws IOException {
    DatabaseSettings settings = new DatabaseSettings.Embedded(Path.of(args[0]));
    try (OpenDatabase open = OpenDatabase.open(settings, 2)) {
      open.database().run(tx -> tx.dsl().execute("select 1"));
      System.out.println("open");
      while (System.in.read() >= 0) {}
    }
  }
}
