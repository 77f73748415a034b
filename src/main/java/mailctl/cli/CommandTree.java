package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// All commands. A new one is one line here, in its group's method. picocli's model of a command
/// takes a millisecond to make, so only what the command line names is made; the first page needs
/// no more of the others than name and description.
final class CommandTree {
  private final Map<Group, List<HelpSection.Line>> groups = new EnumMap<>(Group.class);
  private final Predicate<String> wanted;
  private final CommandLine root;

  /// `wanted` says which names may be asked for: of the others nothing but their name is known.
  CommandTree(Session session, GlobalOptions options, Predicate<String> wanted) {
    this.wanted = requireNonNull(wanted, "wanted is null");
    root = new CommandLine(new RootCommand(session, options));
    send(session);
    listen(session);
    look(session);
    setUp(session);
    HelpPage page = new HelpPage(groups, session.terminal());
    root.addSubcommand(new HelpCommand(session, root, page));
    verb(Group.SET_UP, new ManPagesCommand(session, root, page));
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
        new ScheduleGenerateCommand(session),
        new ScheduleListCommand(session),
        new ScheduleShowCommand(session),
        new ScheduleEditCommand(session),
        new SchedulePauseCommand(session),
        new ScheduleResumeCommand(session),
        new ScheduleCancelCommand(session),
        new ScheduleMoveCommand(session),
        new ScheduleDeleteCommand(session),
        new ScheduleVariantsCommand(session),
        new ScheduleDecideCommand(session));
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
        new EventUpdateCommand(session),
        new EventGoLiveCommand(session));
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
        "Keep campaign templates",
        new TemplateListCommand(session),
        new TemplateShowCommand(session),
        new TemplateImportCommand(session),
        new TemplateExportCommand(session),
        new TemplateCloneCommand(session),
        new TemplateSaveCommand(session),
        new TemplateDefaultCommand(session),
        new TemplateDeleteCommand(session));
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
    verb(Group.LOOK, new WhyCommand(session));
    verb(Group.LOOK, new VerifyCommand(session));
    verb(Group.LOOK, new StatsCommand(session));
    verb(Group.LOOK, new DoctorCommand(session));
    verb(Group.LOOK, new AuditCommand(session));
    noun(
        Group.LOOK,
        "suppression",
        "Say who must not be mailed",
        new SuppressionListCommand(session),
        new SuppressionAddCommand(session),
        new SuppressionLiftCommand(session),
        new SuppressionImportCommand(session),
        new SuppressionExportCommand(session),
        new SuppressionSyncCommand(session));
    noun(
        Group.LOOK,
        "policy",
        "Decide which bounces and complaints suppress an address",
        new PolicyShowCommand(session),
        new PolicyTryCommand(session),
        new PolicyApplyCommand(session));
  }

  private void setUp(Session session) {
    verb(Group.SET_UP, new MigrateCommand(session));
    verb(Group.SET_UP, new UnfenceCommand(session));
    noun(
        Group.SET_UP,
        "webhook",
        "Look at SendGrid's webhook, set it up and test it",
        new WebhookShowCommand(session),
        new WebhookSetupCommand(session),
        new WebhookTestCommand(session),
        new WebhookRotateKeyCommand(session));
    verb(Group.SET_UP, new PruneCommand(session));
    verb(Group.SET_UP, new ForgetCommand(session));
    noun(
        Group.SET_UP,
        "config",
        "Look at the settings",
        new ConfigShowCommand(session),
        new ConfigCheckCommand(session));
    noun(
        Group.SET_UP,
        "token",
        "Say who may ask the admin listener",
        new TokenCreateCommand(session),
        new TokenListCommand(session),
        new TokenRevokeCommand(session));
    verb(Group.SET_UP, new CompletionCommand(session, root));
    verb(Group.SET_UP, new VersionCommand(session));
  }

  private void verb(Group group, Object command) {
    Command about = about(command);
    if (!about.hidden()) {
      list(group, about.name(), about.description()[0]);
    }
    add(about.name(), () -> new CommandLine(command));
  }

  /// A thing whose commands are `mailctl <noun> <verb>`.
  private void noun(Group group, String name, String description, Object... verbs) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description);
    list(group, name, description);
    add(name, () -> withVerbs(new CommandLine(spec), verbs));
  }

  /// A thing that does something by itself, too: `mailctl <noun>`.
  private void noun(Group group, Action itself, Object... verbs) {
    Command about = about(itself);
    list(group, about.name(), about.description()[0]);
    add(about.name(), () -> withVerbs(new CommandLine(itself), verbs));
  }

  /// All of them, unless some are named: then nobody will ask for the others.
  private CommandLine withVerbs(CommandLine line, Object... verbs) {
    List<Object> named = Stream.of(verbs).filter(verb -> wanted.test(about(verb).name())).toList();
    (named.isEmpty() ? List.of(verbs) : named).forEach(line::addSubcommand);
    return line;
  }

  private void list(Group group, String name, String description) {
    groups
        .computeIfAbsent(group, key -> new ArrayList<>())
        .add(new HelpSection.Line(name, description));
  }

  private void add(String name, Supplier<CommandLine> line) {
    if (wanted.test(name)) {
      root.addSubcommand(name, line.get());
    }
  }

  private static Command about(Object command) {
    return requireNonNull(command.getClass().getAnnotation(Command.class), "no @Command");
  }
}
