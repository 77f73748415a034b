package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import mailctl.database.Refusal;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  private static final Terminal.Facts PERSON = Terminal.Facts.person(30);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void colour_is_for_terminals_unless_someone_says_otherwise() {
    assertThat(terminal(PERSON, Map.of()).colourOnOut()).isTrue();
    assertThat(terminal(Terminal.Facts.pipes(), Map.of()).colourOnOut()).isFalse();
    assertThat(terminal(PERSON, Map.of("NO_COLOR", "1")).colourOnOut()).isFalse();
    assertThat(terminal(PERSON, Map.of("NO_COLOR", "")).colourOnOut()).isTrue();
    assertThat(terminal(PERSON, Map.of("TERM", "dumb")).colourOnOut()).isFalse();
    assertThat(terminal(Terminal.Facts.pipes(), Map.of("CLICOLOR_FORCE", "1")).colourOnOut())
        .isTrue();
    assertThat(terminal(PERSON, Map.of("CLICOLOR_FORCE", "1")).withoutColour().colourOnOut())
        .isFalse();
  }

  @Test
  void a_table_fits_the_window_of_a_person() {
    table().print(terminal(PERSON, Map.of("NO_COLOR", "1")));

    assertThat(printed())
        .isEqualTo(
            """
            ID  ADDRESS            STATE
            1   a@example.org      sent
            42  a-rather-long-ad…  bounced
            """);
  }

  @Test
  void a_window_too_narrow_for_the_columns_has_a_line_for_each_cell() {
    Table.of("ID", "WHAT WE KNOW", "AT")
        .row(7, "nobody answered at that port of the host", "today")
        .print(terminal(Terminal.Facts.person(24), Map.of("NO_COLOR", "1")));

    assertThat(printed())
        .isEqualTo(
            """
            ID            7
            WHAT WE KNOW  nobody
                          answered
                          at that
                          port of
                          the host
            AT            today
            """);
  }

  @Test
  void help_fits_the_window_and_keeps_commands_whole() {
    HelpSection section =
        HelpSection.of("Examples", List.of("mailctl send --id 42 --canary 1%    # then the rest"));

    assertThat(section.text(80))
        .isEqualTo("Examples:\n  mailctl send --id 42 --canary 1%    # then the rest");
    assertThat(section.text(40))
        .isEqualTo("Examples:\n  mailctl send --id 42 --canary 1%\n    # then the rest");
    HelpSection options =
        new HelpSection("Options", List.of(new HelpSection.Line("--yes", "do it without asking")));
    assertThat(options.text(24)).isEqualTo("Options:\n  --yes  do it without\n         asking");
    assertThat(options.text(16))
        .isEqualTo("Options:\n  --yes\n      do it\n      without\n      asking");
  }

  @Test
  void a_table_in_a_pipe_is_whole_and_has_no_header() {
    table().print(terminal(Terminal.Facts.pipes(), Map.of()));

    assertThat(printed())
        .isEqualTo("1\ta@example.org\tsent\n42\ta-rather-long-address@example.org\tbounced\n");
  }

  @Test
  void a_cell_cannot_break_the_table_or_the_terminal() {
    Table.of("A").row("x\ty\n\u001b[31m").print(terminal(Terminal.Facts.pipes(), Map.of()));

    assertThat(printed()).isEqualTo("x y  [31m\n");
  }

  @Test
  void times_are_relative_for_people_and_exact_in_a_pipe() {
    SettableClock clock = SettableClock.at("2026-06-01T10:00:00Z");

    Times people = new Times(clock, true);
    assertThat(people.show(clock.instant().minusSeconds(130))).isEqualTo("2 min ago");
    assertThat(people.show(clock.instant().plusSeconds(7300))).isEqualTo("in 2 h");
    assertThat(people.show(clock.instant().minusSeconds(3 * 86_400))).isEqualTo("3 d ago");
    assertThat(new Times(clock, false).show(clock.instant().minusSeconds(130)))
        .isEqualTo("2026-06-01T09:57:50Z");
  }

  @Test
  void only_a_yes_confirms() {
    new Ask(answering("y\n"), true).confirm("send to 1200 people?", false);
    new Ask(terminal(Terminal.Facts.pipes(), Map.of()), true).confirm("send?", true);
    new Ask(answering("spring\n"), true).confirmName("resend all?", "spring", "");

    assertThatThrownBy(() -> new Ask(answering("\n"), true).confirm("send?", false))
        .hasMessageContaining("not confirmed");
    assertThatThrownBy(() -> new Ask(answering("y\n"), true).confirmName("all?", "spring", ""))
        .hasMessageContaining("not confirmed");
  }

  @Test
  void where_nobody_can_be_asked_the_option_is_named() {
    for (Ask ask :
        new Ask[] {
          new Ask(terminal(Terminal.Facts.pipes(), Map.of()), true),
          new Ask(answering("y\n"), false)
        }) {
      assertThatThrownBy(() -> ask.confirm("send?", false))
          .isInstanceOfSatisfying(
              Refusal.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Refusal.Kind.USAGE);
                assertThat(e.hint()).contains("--yes");
              });
    }
  }

  private static Table table() {
    return Table.of("ID", "ADDRESS", "STATE")
        .flexible("ADDRESS")
        .row(1, "a@example.org", "sent")
        .row(42, "a-rather-long-address@example.org", "bounced");
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Terminal answering(String text) {
    return terminal(PERSON, Map.of(), text);
  }

  private Terminal terminal(Terminal.Facts facts, Map<String, String> environment) {
    return terminal(facts, environment, "");
  }

  private Terminal terminal(Terminal.Facts facts, Map<String, String> environment, String stdin) {
    return new Terminal(
        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        facts,
        environment);
  }
}
