package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A person who asks for help waits for nothing else.
final class HelpProcessTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "send --help", "help exit-codes", "sendd"})
  void help_begins_no_logging_and_no_database(String line) throws Exception {
    List<String> loaded = loaded(line.split(" "));

    assertThat(loaded)
        .contains("mailctl.Main")
        .doesNotContain(
            "mailctl.log.LogSetup",
            "org.jooq.impl.DefaultDSLContext",
            "com.zaxxer.hikari.HikariDataSource");
  }

  /// The classes of a JVM of its own.
  private static List<String> loaded(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load:stdout",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "mailctl.Main"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines()
        .filter(text -> text.contains("[class,load]") && text.contains(" source: "))
        .map(text -> text.replaceFirst("^.*\\[class,load] (\\S+) source: .*$", "$1"))
        .toList();
  }
}
