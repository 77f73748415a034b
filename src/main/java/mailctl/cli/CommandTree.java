package mailctl.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// All commands. A new one is one line here, in its group's method.
final class CommandTree {
  private final Map<Group, List<String>> groups = new EnumMap<>(Group.class);
  private final CommandLine root;

  CommandTree(Session session, GlobalOptions options) {
    root = new CommandLine(new RootCommand(session, options));
    send(session);
    listen(session);
    look(session);
    setUp(session);
    HelpPage page = new HelpPage(groups);
    root.addSubcommand(new HelpCommand(session, root, page));
    page.install(root);
  }

  CommandLine root() {
    return root;
  }

  private void send(Session session) {}

  private void listen(Session session) {
    verb(Group.LISTEN, new ServeCommand(session));
    verb(Group.LISTEN, new SandboxCommand(session));
    verb(Group.LISTEN, new SimulateCommand(session));
    verb(Group.LISTEN, new ReplayCommand(session));
    verb(Group.LISTEN, new DemoCommand(session));
  }

  private void look(Session session) {}

  private void setUp(Session session) {
    noun(
        Group.SET_UP,
        "config",
        "Look at the settings",
        new ConfigShowCommand(session),
        new ConfigCheckCommand(session));
    verb(Group.SET_UP, new CompletionCommand(session, root));
    verb(Group.SET_UP, new VersionCommand(session));
  }

  private void verb(Group group, Object command) {
    CommandLine line = new CommandLine(command);
    add(group, line);
  }

  /// A thing whose commands are `mailctl <noun> <verb>`.
  private void noun(Group group, String name, String description, Object... verbs) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description);
    CommandLine line = new CommandLine(spec);
    for (Object verb : verbs) {
      line.addSubcommand(verb);
    }
    add(group, line);
  }

  private void add(Group group, CommandLine line) {
    String name = line.getCommandName();
    groups.computeIfAbsent(group, key -> new ArrayList<>()).add(name);
    root.addSubcommand(name, line);
  }
}
