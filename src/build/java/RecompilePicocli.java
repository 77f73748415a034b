import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Compiles picocli's own sources for the JDK of the build. Its published classes are for Java 5;
/// an AOT cache takes none that are older than Java 7, and loading these takes a third of the time
/// of `mailctl --help`. Its search for Groovy, which is never there, would open every jar of the
/// class path: left out. Does nothing when the jar is there.
final class RecompilePicocli {
  private static final String SEARCH = "Class.forName(\"groovy.lang.Closure\")";

  /// The same sources give the same jar.
  private static final FileTime MADE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private RecompilePicocli() {}

  public static void main(String[] args) throws Exception {
    Path sources = Path.of(args[0]);
    Path work = Path.of(args[1]);
    Path jar = Path.of(args[2]);
    if (Files.exists(jar)) {
      return;
    }
    delete(work);
    unpack(sources, work.resolve("sources"));
    leaveOutGroovy(work.resolve("sources/picocli/CommandLine.java"));
    compile(work.resolve("sources"), work.resolve("classes"));
    Path draft = jar.resolveSibling(jar.getFileName() + ".new");
    Files.deleteIfExists(draft);
    pack(work.resolve("classes"), draft);
    Files.move(draft, jar);
    delete(work);
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (JarFile in = new JarFile(jar.toFile())) {
      for (JarEntry entry : in.stream().filter(each -> each.getName().endsWith(".java")).toList()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException(entry.getName() + " leads out of " + jar);
        }
        Files.createDirectories(file.getParent());
        try (InputStream text = in.getInputStream(entry)) {
          Files.copy(text, file);
        }
      }
    }
  }

  private static void leaveOutGroovy(Path source) throws IOException {
    String text = Files.readString(source);
    if (!text.contains(SEARCH)) {
      throw new IOException("picocli no longer says " + SEARCH);
    }
    Files.writeString(source, text.replace(SEARCH, "null"));
  }

  private static void compile(Path sources, Path classes) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--release",
                String.valueOf(Runtime.version().feature()),
                "-nowarn",
                "-Xlint:none",
                "-proc:none",
                "-encoding",
                "UTF-8",
                "-d",
                classes.toString()));
    try (Stream<Path> walk = Files.walk(sources)) {
      walk.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .forEach(file -> arguments.add(file.toString()));
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IOException("picocli does not compile");
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"));
        Stream<Path> walk = Files.walk(classes)) {
      for (Path file : walk.sorted().filter(Files::isRegularFile).toList()) {
        Path inside = zip.getPath("/" + classes.relativize(file));
        Files.createDirectories(inside.getParent());
        Files.copy(file, inside);
        Files.setLastModifiedTime(inside, MADE);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> walk = Files.walk(tree)) {
        for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
