package mailctl.cli;

import java.util.List;
import java.util.Set;
import mailctl.app.Nearest;
import picocli.CommandLine;

/// Puts picocli's parameter errors into our words: what is wrong, one line of usage, what to try.
final class UsageFailure {
  private UsageFailure() {}

  static Failure of(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    return new Failure(
        ExitCode.USAGE,
        ErrorCode.USAGE.word(),
        message(e, command),
        "Usage: " + HelpPage.synopsis(command),
        name + " --help");
  }

  private static String message(CommandLine.ParameterException e, CommandLine command) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      if (unmatched.isUnknownOption()) {
        List<String> options = List.copyOf(command.getCommandSpec().optionsMap().keySet());
        return "there is no option " + word + Nearest.suffix(word, options);
      }
      Set<String> commands = command.getSubcommands().keySet();
      return commands.isEmpty()
          ? "unexpected argument '" + word + "'"
          : "there is no command '" + word + "'" + Nearest.suffix(word, commands);
    }
    String text = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    return text.isEmpty() ? "wrong arguments" : lowerFirst(text);
  }

  private static String lowerFirst(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
