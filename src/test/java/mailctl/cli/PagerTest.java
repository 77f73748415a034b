package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PagerTest {
  private static final String TEN_LINES = "a line\n".repeat(10);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void a_table_longer_than_the_window_goes_through_the_pager_whole() {
    Path shown = folder.resolve("shown");
    Terminal terminal = person(pager("cat > '" + shown + "'", 10));
    Table table = Table.of("N", "NAME");
    for (int i = 0; i < 30; i++) {
      table.row(i, "Grüße");
    }

    table.print(terminal);

    assertThat(out.size()).isZero();
    assertThat(shown).content().startsWith("N   NAME\n0   Grüße\n").endsWith("29  Grüße\n");
    table.print(terminal.withoutPager());
    assertThat(out.toString(UTF_8)).endsWith("29  Grüße\n");
  }

  @Test
  void what_fits_does_not() {
    person(pager("false", 11)).show(TEN_LINES);

    assertThat(out.toString(UTF_8)).isEqualTo(TEN_LINES);
  }

  @Test
  void nor_what_goes_into_a_pipe() {
    new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(out, true, UTF_8),
            Terminal.Facts.pipes(),
            Map.of(),
            pager("false", 3))
        .show(TEN_LINES);

    assertThat(out.toString(UTF_8)).isEqualTo(TEN_LINES);
  }

  @Test
  void a_pager_that_is_not_there_or_is_none_leaves_it_to_us() {
    assertThat(pager("exit 127", 3).show(TEN_LINES)).isFalse();
    assertThat(pager("", 3).show(TEN_LINES)).isFalse();
    assertThat(pager("cat", 3).show(TEN_LINES)).isFalse();
    assertThat(Pager.of(Map.of("PAGER", "true", "TERM", "dumb"), () -> 3).show(TEN_LINES))
        .isFalse();
    assertThat(pager("true", 0).show(TEN_LINES)).as("height unknown").isFalse();
  }

  @Test
  void one_that_is_left_early_is_no_failure() {
    assertThat(pager("head -c 1 > /dev/null", 3).show("a line\n".repeat(100_000))).isTrue();
  }

  @Test
  void our_own_variable_wins() {
    assertThat(Pager.of(Map.of("MAILCTL_PAGER", "cat", "PAGER", "true"), () -> 3).show(TEN_LINES))
        .isFalse();
    assertThat(Pager.of(Map.of("PAGER", "true"), () -> 3).show(TEN_LINES)).isTrue();
  }

  private static Pager pager(String command, int lines) {
    return Pager.of(Map.of("PAGER", command), () -> lines);
  }

  private Terminal person(Pager pager) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(out, true, UTF_8),
        Terminal.Facts.person(80),
        Map.of("NO_COLOR", "1"),
        pager);
  }
}
