package mailctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import mailctl.app.Nearest;
import mailctl.database.Refusal;

/// A file that a command reads: a path, `-` for standard input, or one of the samples that come
/// with mailctl, `sample:market.yaml`.
record InputFile(String name, byte[] content) {
  static final String SAMPLE = "sample:";
  static final List<String> SAMPLES =
      List.of(
          "sample:market.yaml",
          "sample:vendors.csv",
          "sample:harvest-fair.yaml",
          "sample:season.yaml");

  /// @throws Refusal (NOT_FOUND) when it cannot be read
  static InputFile read(Session session, String name) {
    try {
      if (name.equals("-")) {
        return new InputFile("standard input", session.terminal().in().readAllBytes());
      }
      if (name.startsWith(SAMPLE)) {
        return new InputFile(name, sample(name));
      }
      return new InputFile(name, Files.readAllBytes(Path.of(name)));
    } catch (NoSuchFileException e) {
      throw unreadable(name, "there is no such file");
    } catch (InvalidPathException e) {
      throw unreadable(name, "not a file name");
    } catch (IOException e) {
      boolean folder = !name.equals("-") && Files.isDirectory(Path.of(name));
      throw unreadable(name, folder ? "it is a folder" : String.valueOf(e.getMessage()));
    }
  }

  private static byte[] sample(String name) throws IOException {
    if (!SAMPLES.contains(name)) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "there is no " + name + Nearest.suffix(name, SAMPLES),
          String.join(" or ", SAMPLES));
    }
    String resource = "/samples/" + name.substring(SAMPLE.length());
    try (InputStream in = InputFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + resource);
      }
      return in.readAllBytes();
    }
  }

  private static Refusal unreadable(String name, String why) {
    return new Refusal(Refusal.Kind.NOT_FOUND, "cannot read " + name + ": " + why);
  }

  /// The text, without a byte order mark.
  ///
  /// @throws Refusal (DATA) when it is not UTF-8
  String text() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Refusal(Refusal.Kind.DATA, name + " is not UTF-8: save it as UTF-8");
    }
  }
}
