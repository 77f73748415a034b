package mailctl.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Files under `src/test/resources/golden` that say how something looks. What looks different, has
/// no file, or a file that nothing looks like any more, fails. `-Dmailctl.golden.write=true` writes
/// them; what that changed is then reviewed like code.
public final class Golden {
  private static final Path HOME = Path.of(System.getProperty("mailctl.home", "."));

  private Golden() {}

  /// Whether the files are written, not compared.
  public static boolean writes() {
    return Boolean.getBoolean("mailctl.golden.write");
  }

  /// Compares all that `folder` holds with `expected`, which is by file name.
  public static void check(String folder, Map<String, String> expected) {
    Path path = HOME.resolve("src/test/resources/golden").resolve(folder);
    Map<String, String> wanted = new TreeMap<>(expected);
    try {
      if (writes()) {
        write(path, wanted);
      }
      Map<String, String> kept = read(path);
      assertThat(kept.keySet())
          .as("files in golden/%s; rewrite them with -Dmailctl.golden.write=true", folder)
          .isEqualTo(wanted.keySet());
      wanted.forEach(
          (name, text) ->
              assertThat(text).as("golden/%s/%s", folder, name).isEqualTo(kept.get(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compares one part of a document, between `<!-- name -->` and `<!-- /name -->`.
  public static void checkPart(String document, String name, String expected) {
    Path path = HOME.resolve(document);
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->\n";
    try {
      String text = Files.readString(path);
      int from = text.indexOf(begin) + begin.length();
      int to = text.indexOf(end);
      assertThat(to).as("%s in %s", end.strip(), document).isGreaterThanOrEqualTo(from);
      if (writes()) {
        Files.writeString(path, text.substring(0, from) + expected + text.substring(to));
        return;
      }
      assertThat(text.substring(from, to))
          .as("%s in %s; rewrite it with -Dmailctl.golden.write=true", name, document)
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, Map<String, String> wanted) throws IOException {
    Files.createDirectories(folder);
    for (String name : read(folder).keySet()) {
      if (!wanted.containsKey(name)) {
        Files.delete(folder.resolve(name));
      }
    }
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      Files.writeString(folder.resolve(each.getKey()), each.getValue());
    }
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          found.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return found;
  }
}
