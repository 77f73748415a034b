package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import mailctl.database.Refusal;

/// Questions before dangerous things. Where nobody can be asked, the answer must have come as an
/// option, or the command is refused.
final class Ask {
  private final Terminal terminal;
  private final boolean mayPrompt;

  Ask(Terminal terminal, boolean mayPrompt) {
    this.terminal = requireNonNull(terminal, "terminal is null");
    this.mayPrompt = mayPrompt;
  }

  /// Whether there is someone to ask: for what only a person, not a script, is asked about.
  boolean canPrompt() {
    return mayPrompt && terminal.canPrompt();
  }

  /// Goes on when `yes` was given or a person says so; the default is no.
  void confirm(String question, boolean yes) {
    if (yes) {
      return;
    }
    requirePrompt(question, "--yes");
    String answer = prompt(question + " [y/N] ").toLowerCase(Locale.ROOT);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw notConfirmed();
    }
  }

  /// For the gravest things: `name` must be typed, or given as `--confirm NAME`.
  void confirmName(String question, String name, String confirm) {
    if (confirm.equals(name)) {
      return;
    }
    if (!confirm.isEmpty()) {
      throw new Refusal(Refusal.Kind.USAGE, "--confirm says '" + confirm + "', not '" + name + "'");
    }
    requirePrompt(question, "--confirm " + name);
    if (!prompt(question + " Type " + name + " to go on: ").equals(name)) {
      throw notConfirmed();
    }
  }

  private void requirePrompt(String question, String option) {
    if (!canPrompt()) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "nobody can be asked: " + question,
          "the same command with " + option);
    }
  }

  private String prompt(String text) {
    terminal.err().print(text);
    terminal.err().flush();
    return terminal.readLine().orElse("").strip();
  }

  private static Refusal notConfirmed() {
    return new Refusal(Refusal.Kind.CONFLICT, "not confirmed, nothing was changed");
  }
}
