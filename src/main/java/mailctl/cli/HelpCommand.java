package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailctl.app.Nearest;
import mailctl.database.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl help config show", "mailctl help exit-codes"})
final class HelpCommand extends Action {
  @Parameters(arity = "0..*", paramLabel = "WORD", description = "a command or a topic")
  List<String> words = new ArrayList<>();

  private final CommandLine root;
  private final HelpPage page;

  HelpCommand(Session session, CommandLine root, HelpPage page) {
    super(session);
    this.root = root;
    this.page = page;
  }

  @Override
  ExitCode run(Session session) {
    Optional<HelpTopics> topic =
        words.size() == 1 ? HelpTopics.named(words.getFirst()) : Optional.empty();
    session
        .terminal()
        .out()
        .print(topic.map(page::text).orElseGet(() -> page.text(find().getCommandSpec())));
    return ExitCode.OK;
  }

  private CommandLine find() {
    CommandLine found = root;
    for (String word : words) {
      CommandLine next = found.getSubcommands().get(word);
      if (next == null) {
        List<String> known =
            Stream.concat(
                    HelpTopics.names().stream(),
                    found == root
                        ? page.names().stream()
                        : found.getSubcommands().keySet().stream())
                .toList();
        throw new Refusal(
            Refusal.Kind.USAGE,
            "there is no command or topic '" + word + "'" + Nearest.suffix(word, known),
            "mailctl --help");
      }
      found = next;
    }
    return found;
  }
}
