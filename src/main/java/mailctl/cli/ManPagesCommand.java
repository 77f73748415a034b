package mailctl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// For the build of a package; hidden from people.
@Command(hidden = true)
@Examples("mailctl man-pages --to share/man")
@ExitCodes(ExitCode.FAILED)
final class ManPagesCommand extends Action {
  static final String NAME = "man-pages";

  @Option(names = "--to", paramLabel = "FOLDER", required = true, description = "gets man1, man7")
  Path folder = Path.of("");

  private final CommandLine root;
  private final HelpPage page;

  ManPagesCommand(Session session, CommandLine root, HelpPage page) {
    super(session);
    this.root = root;
    this.page = page;
  }

  @Override
  ExitCode run(Session session) {
    write(root);
    for (HelpTopics topic : HelpTopics.values()) {
      String name = "mailctl-" + HelpTopics.names().get(topic.ordinal());
      write("man7/" + name + ".7", ManPage.ofTopic(name, topic.text()));
    }
    return ExitCode.OK;
  }

  private void write(CommandLine command) {
    ManPage manual = new ManPage(command.getCommandSpec(), page);
    write("man1/" + manual.name() + ".1", manual.roff());
    command.getSubcommands().values().stream()
        .filter(each -> !each.getCommandSpec().usageMessage().hidden())
        .forEach(this::write);
  }

  private void write(String name, String roff) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder.resolve(name).resolveSibling(""));
      Files.writeString(file, roff);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
