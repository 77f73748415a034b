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

  private void send(Session session) {
    verb(Group.SEND, new SendCommand(session));
    verb(Group.SEND, new SweepCommand(session));
    verb(Group.SEND, new ResendCommand(session));
    verb(Group.SEND, new ResolveCommand(session));
    verb(Group.SEND, new PlanCommand(session));
    verb(Group.SEND, new PreviewCommand(session));
    verb(Group.SEND, new LintCommand(session));
    verb(Group.SEND, new RecipientsCommand(session));
    verb(Group.SEND, new ImportCommand(session));
    noun(
        Group.SEND,
        "schedule",
        "Plan emails",
        new ScheduleCreateCommand(session),
        new ScheduleListCommand(session),
        new ScheduleShowCommand(session),
        new ScheduleEditCommand(session),
        new SchedulePauseCommand(session),
        new ScheduleResumeCommand(session),
        new ScheduleCancelCommand(session),
        new ScheduleMoveCommand(session),
        new ScheduleDeleteCommand(session));
    noun(
        Group.SEND,
        "budget",
        "Limit how fast all processes together send",
        new BudgetShowCommand(session),
        new BudgetSetCommand(session));
    noun(
        Group.SEND,
        "event",
        "Look at events and change them",
        new EventListCommand(session),
        new EventShowCommand(session),
        new EventUpdateCommand(session));
    noun(
        Group.SEND,
        "registration",
        "Look at registrations and change them",
        new RegistrationListCommand(session),
        new RegistrationShowCommand(session),
        new RegistrationUpdateCommand(session));
    noun(
        Group.SEND,
        "template",
        "Look at campaign templates",
        new TemplateListCommand(session),
        new TemplateShowCommand(session));
    noun(
        Group.SEND,
        "partial",
        "Keep the pieces that templates share",
        new PartialListCommand(session),
        new PartialShowCommand(session),
        new PartialSaveCommand(session),
        new PartialDeleteCommand(session));
  }

  private void listen(Session session) {
    verb(Group.LISTEN, new ServeCommand(session));
    verb(Group.LISTEN, new SandboxCommand(session));
    noun(
        Group.LISTEN,
        new SimulateCommand(session),
        new SimulateMixCommand(session),
        new SimulateFileCommand(session));
    verb(Group.LISTEN, new ReplayCommand(session));
    noun(
        Group.LISTEN,
        "parked",
        "Decide about what could not be applied",
        new ParkedListCommand(session),
        new ParkedShowCommand(session),
        new ParkedRetryCommand(session),
        new ParkedDiscardCommand(session));
    verb(Group.LISTEN, new BackfillCommand(session));
    verb(Group.LISTEN, new RebuildCommand(session));
    verb(Group.LISTEN, new DemoCommand(session));
  }

  private void look(Session session) {
    noun(
        Group.LOOK,
        new InspectCommand(session),
        new InspectDeliveriesCommand(session),
        new InspectDeliveryCommand(session),
        new InspectEmailsCommand(session),
        new InspectRetriesCommand(session),
        new InspectDoubtsCommand(session),
        new InspectInboxCommand(session),
        new InspectParkedCommand(session),
        new InspectBalanceCommand(session),
        new InspectGapsCommand(session));
    verb(Group.LOOK, new VerifyCommand(session));
    verb(Group.LOOK, new StatsCommand(session));
    verb(Group.LOOK, new DoctorCommand(session));
    noun(
        Group.LOOK,
        "suppression",
        "Say who must not be mailed",
        new SuppressionListCommand(session),
        new SuppressionAddCommand(session),
        new SuppressionLiftCommand(session));
  }

  private void setUp(Session session) {
    verb(Group.SET_UP, new MigrateCommand(session));
    verb(Group.SET_UP, new UnfenceCommand(session));
    verb(Group.SET_UP, new PruneCommand(session));
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
    noun(group, new CommandLine(spec), verbs);
  }

  /// A thing that does something by itself, too: `mailctl <noun>`.
  private void noun(Group group, Action itself, Object... verbs) {
    noun(group, new CommandLine(itself), verbs);
  }

  private void noun(Group group, CommandLine line, Object... verbs) {
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
