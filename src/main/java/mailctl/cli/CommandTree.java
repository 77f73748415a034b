package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// All commands, by name and summary. A new one is one line here, in its group's method. To make a
/// command and picocli's model of it takes a millisecond, so only what the command line names is
/// made: the first page is all that is known of the others.
final class CommandTree {
  private final Map<Group, List<HelpSection.Line>> groups = new EnumMap<>(Group.class);
  private final Session session;
  private final Predicate<String> wanted;
  private final CommandLine root;

  /// `wanted` says which names may be asked for: of the others nothing but their name is known.
  CommandTree(Session session, GlobalOptions options, Predicate<String> wanted) {
    this.session = requireNonNull(session, "session is null");
    this.wanted = requireNonNull(wanted, "wanted is null");
    root = new CommandLine(new RootCommand(session, options));
    send();
    listen();
    look();
    setUp();
    HelpPage page = new HelpPage(groups, session.terminal());
    hidden(
        new Verb(
            "help",
            "Show the help of a command or a topic",
            it -> new HelpCommand(it, root, page)));
    hidden(
        new Verb(
            ManPagesCommand.NAME,
            "Write the manual pages of all commands and topics into a folder",
            it -> new ManPagesCommand(it, root, page)));
    hidden(new Verb(NamesCommand.NAME, "Print names that the database has", NamesCommand::new));
    page.install(root);
  }

  CommandLine root() {
    return root;
  }

  private void send() {
    verb(
        Group.SEND,
        "send",
        "Send one scheduled email now, whenever it is due; again to go on with it",
        SendCommand::new);
    verb(
        Group.SEND,
        "sweep",
        "Do everything that is due, once: webhook posts, scheduled emails, retries",
        SweepCommand::new);
    verb(
        Group.SEND,
        "resend",
        "Make one more attempt for chosen deliveries; never for one that arrived",
        ResendCommand::new);
    verb(
        Group.SEND,
        "resolve",
        "Say what became of requests in doubt, as nobody else knows",
        ResolveCommand::new);
    verb(
        Group.SEND,
        "plan",
        "Freeze what an email says and whom it goes to, and show it; nothing is sent",
        PlanCommand::new);
    verb(
        Group.SEND,
        "preview",
        "Show a scheduled email as one recipient would get it; nothing is sent",
        PreviewCommand::new);
    verb(
        Group.SEND,
        "lint",
        "Check an email, as one recipient of every branch gets it, for what goes wrong in mailboxes",
        LintCommand::new);
    verb(
        Group.SEND,
        "recipients",
        "List whom an email or a filter would reach, and who is skipped and why",
        RecipientsCommand::new);
    verb(
        Group.SEND,
        "import",
        "Bring in organizations, events, templates and emails (YAML), registrations (CSV)",
        ImportCommand::new);
    noun(
        Group.SEND,
        "schedule",
        "Plan emails",
        new Verb(
            "create",
            "Put an email on the schedule of an event; prints its id",
            ScheduleCreateCommand::new),
        new Verb(
            "generate",
            "Fill an event's schedule from a template: one email for each of its enabled emails",
            ScheduleGenerateCommand::new),
        new Verb("list", "List scheduled emails by due time", ScheduleListCommand::new),
        new Verb("show", "Show one scheduled email with its content", ScheduleShowCommand::new),
        new Verb(
            "edit",
            "Change what a scheduled email says, before it starts",
            ScheduleEditCommand::new),
        new Verb(
            "pause",
            "Stop scheduled emails until they are resumed, retries included",
            SchedulePauseCommand::new),
        new Verb(
            "resume",
            "Let paused emails go on, or be due when their triggers say",
            ScheduleResumeCommand::new),
        new Verb(
            "cancel",
            "End a scheduled email for good; what was sent stays sent",
            ScheduleCancelCommand::new),
        new Verb(
            "move",
            "Give a scheduled email, or the rest of one, another time or trigger",
            ScheduleMoveCommand::new),
        new Verb(
            "delete",
            "Take a scheduled email away that nothing was sent of",
            ScheduleDeleteCommand::new),
        new Verb(
            "variants",
            "Show the versions of a scheduled email and how it is decided between them",
            ScheduleVariantsCommand::new),
        new Verb(
            "decide",
            "Decide which variant of a scheduled email goes to the rest, before the test does",
            ScheduleDecideCommand::new));
    noun(
        Group.SEND,
        "budget",
        "Limit how fast all processes together send",
        new Verb(
            "show", "Show the rate budgets and how much of them is used", BudgetShowCommand::new),
        new Verb(
            "set",
            "Set or lift a rate budget, also while mail is being sent",
            BudgetSetCommand::new));
    noun(
        Group.SEND,
        "event",
        "Look at events and change them",
        new Verb("list", "List events", EventListCommand::new),
        new Verb("show", "Show one event and its scheduled emails", EventShowCommand::new),
        new Verb("update", "Change an event; its unsent emails follow", EventUpdateCommand::new),
        new Verb(
            "go-live",
            "Make an event live, after a look at what that releases; what is overdue is held",
            EventGoLiveCommand::new));
    noun(
        Group.SEND,
        "registration",
        "Look at registrations and change them",
        new Verb("list", "List the registrations of an event", RegistrationListCommand::new),
        new Verb("show", "Show one registration", RegistrationShowCommand::new),
        new Verb(
            "update", "Change single fields of a registration", RegistrationUpdateCommand::new));
    noun(
        Group.SEND,
        "template",
        "Keep campaign templates",
        new Verb("list", "List campaign templates", TemplateListCommand::new),
        new Verb("show", "Show one campaign template and its emails", TemplateShowCommand::new),
        new Verb(
            "import",
            "Bring in campaign templates from YAML; one of the same name is brought in line",
            TemplateImportCommand::new),
        new Verb(
            "export",
            "Write a campaign template as YAML, for review and import",
            TemplateExportCommand::new),
        new Verb(
            "clone",
            "Copy a campaign template under another name; prints its id",
            TemplateCloneCommand::new),
        new Verb(
            "save",
            "Keep an event's emails, as they are now, as a template",
            TemplateSaveCommand::new),
        new Verb(
            "default",
            "Say which template events of its organization start from when none is named",
            TemplateDefaultCommand::new),
        new Verb(
            "delete",
            "Take a campaign template away that no email was made from",
            TemplateDeleteCommand::new));
    noun(
        Group.SEND,
        "partial",
        "Keep the pieces that templates share",
        new Verb(
            "list",
            "List the pieces that an organization's templates share",
            PartialListCommand::new),
        new Verb("show", "Show a partial as it is written", PartialShowCommand::new),
        new Verb(
            "save",
            "Add or replace a piece that an organization's templates share: {{> footer}}",
            PartialSaveCommand::new),
        new Verb(
            "delete", "Delete a partial that nothing needs any more", PartialDeleteCommand::new));
  }

  private void listen() {
    verb(
        Group.LISTEN,
        "serve",
        "Receive SendGrid's webhook, process it, and send what is due, until stopped",
        ServeCommand::new);
    noun(
        Group.LISTEN,
        "log",
        "Say how much a running serve logs",
        new Verb("show", "Show how much a running serve logs", LogShowCommand::new),
        new Verb(
            "level", "Have a running serve log more or less for a while", LogLevelCommand::new));
    verb(
        Group.LISTEN,
        "sandbox",
        "A SendGrid on this machine: takes mail, delivers none, reports on all of it",
        SandboxCommand::new);
    noun(
        Group.LISTEN,
        new Verb(
            "simulate",
            "Make up what SendGrid could report about a message, and see what comes of it",
            SimulateCommand::new),
        new Verb(
            "mix",
            "Make up all that SendGrid could report about a sent email, by rates",
            SimulateMixCommand::new),
        new Verb(
            "file",
            "Post recorded provider events, as they are, signed anew",
            SimulateFileCommand::new));
    verb(
        Group.LISTEN,
        "replay",
        "Process webhook posts once more; what was applied before changes nothing",
        ReplayCommand::new);
    noun(
        Group.LISTEN,
        "parked",
        "Decide about what could not be applied",
        new Verb(
            "list",
            "List what the webhook received and could not apply, the newest first",
            ParkedListCommand::new),
        new Verb(
            "show",
            "Show a parked or discarded post or event with its headers and body",
            ParkedShowCommand::new),
        new Verb("retry", "Try parked posts and events again, now", ParkedRetryCommand::new),
        new Verb(
            "discard",
            "Give parked posts or events up, with the reason on record",
            ParkedDiscardCommand::new));
    verb(
        Group.LISTEN,
        "backfill",
        "Ask SendGrid for the events that its webhook did not bring, and apply them",
        BackfillCommand::new);
    verb(
        Group.LISTEN,
        "rebuild",
        "Derive statuses anew from the history of SendGrid's events, and mend what differs",
        RebuildCommand::new);
    verb(
        Group.LISTEN,
        "demo",
        "The whole job on sample data and a sandbox, in a minute; no account is needed",
        DemoCommand::new);
  }

  private void look() {
    noun(
        Group.LOOK,
        new Verb(
            "inspect",
            "Look at emails, deliveries, retries, doubts and the inbox",
            InspectCommand::new),
        new Verb(
            "deliveries",
            "List deliveries, the newest first: those that fit everything asked for",
            InspectDeliveriesCommand::new),
        new Verb(
            "delivery",
            "Show one delivery: what was decided, its attempts, SendGrid's events and what comes next",
            InspectDeliveryCommand::new),
        new Verb(
            "emails",
            "List scheduled emails with their deliveries counted, those due first come first",
            InspectEmailsCommand::new),
        new Verb(
            "retries",
            "List deliveries that were blocked and go again, the next one first",
            InspectRetriesCommand::new),
        new Verb(
            "doubts",
            "List the requests of which we do not know whether SendGrid took them, the oldest first",
            InspectDoubtsCommand::new),
        new Verb(
            "inbox",
            "Show how many webhook posts wait, since when, and how much is parked",
            InspectInboxCommand::new),
        new Verb(
            "parked",
            "List what the webhook received and could not apply, or show one with its body",
            InspectParkedCommand::new),
        new Verb(
            "balance",
            "Prove that the books of a scheduled email balance, or name the rows that contradict",
            InspectBalanceCommand::new),
        new Verb(
            "gaps",
            "Show what SendGrid owes us, by the hour (UTC) in which it accepted the messages",
            InspectGapsCommand::new));
    verb(Group.LOOK, "why", "Say why an address got an email, or did not", WhyCommand::new);
    verb(
        Group.LOOK,
        "verify",
        "Prove that nobody is lost and nobody is sent to twice, or name the rows that say otherwise",
        VerifyCommand::new);
    verb(
        Group.LOOK,
        "stats",
        "Count what became of the mail of one email, an event, an organization or all",
        StatsCommand::new);
    verb(
        Group.LOOK,
        "report",
        "Report on the health of a day or a week of mail",
        ReportCommand::new);
    verb(
        Group.LOOK,
        "doctor",
        "Look whether everything works, and say what to do where it does not",
        DoctorCommand::new);
    verb(Group.LOOK, "audit", "Show who changed what, the newest first", AuditCommand::new);
    noun(
        Group.LOOK,
        "suppression",
        "Say who must not be mailed",
        new Verb(
            "list", "List who must not be mailed, the oldest first", SuppressionListCommand::new),
        new Verb(
            "add",
            "Suppress an address: it is not mailed until that is lifted",
            SuppressionAddCommand::new),
        new Verb(
            "lift",
            "Take back what suppresses an address at one scope, so that it is mailed again",
            SuppressionLiftCommand::new),
        new Verb(
            "import",
            "Suppress the addresses of a CSV file: all of them or, for any bad row, none",
            SuppressionImportCommand::new),
        new Verb(
            "export",
            "Write all suppressions as CSV, with their evidence",
            SuppressionExportCommand::new),
        new Verb(
            "sync",
            "Compare the suppressions with SendGrid's lists, both ways, and bring them together",
            SuppressionSyncCommand::new));
    noun(
        Group.LOOK,
        "policy",
        "Decide which bounces and complaints suppress an address",
        new Verb(
            "show",
            "Show the bounce policy in force, as a file that `policy try` and `apply` take",
            PolicyShowCommand::new),
        new Verb(
            "try",
            "List whom another bounce policy would newly suppress or release; changes nothing",
            PolicyTryCommand::new),
        new Verb(
            "apply",
            "Put a bounce policy in force, for the history and for what comes",
            PolicyApplyCommand::new));
  }

  private void setUp() {
    verb(
        Group.SET_UP,
        "migrate",
        "Bring the database's schema to this version of mailctl",
        MigrateCommand::new);
    verb(
        Group.SET_UP,
        "unfence",
        "Let a copied or restored database send, as an installation of its own",
        UnfenceCommand::new);
    noun(
        Group.SET_UP,
        "webhook",
        "Look at SendGrid's webhook, set it up and test it",
        new Verb("show", "Show the event webhooks that SendGrid has", WebhookShowCommand::new),
        new Verb(
            "setup",
            "Have SendGrid post every event to public.url, signed",
            WebhookSetupCommand::new),
        new Verb(
            "test",
            "Have SendGrid post made-up events to us, and wait for them",
            WebhookTestCommand::new),
        new Verb(
            "rotate-key",
            "Have SendGrid make a new pair of keys to sign its posts with",
            WebhookRotateKeyCommand::new));
    verb(
        Group.SET_UP,
        "prune",
        "Forget old webhook posts and provider events, for good",
        PruneCommand::new);
    verb(
        Group.SET_UP,
        "forget",
        "Erase a person's data, and keep a keyed hash of the address, so that it stays suppressed",
        ForgetCommand::new);
    noun(
        Group.SET_UP,
        "config",
        "Look at the settings",
        new Verb(
            "show",
            "Show every setting, its value and where that comes from",
            ConfigShowCommand::new),
        new Verb(
            "check",
            "Check the settings and name every problem; starts nothing",
            ConfigCheckCommand::new),
        new Verb(
            "reload", "Have a running serve read its settings again", ConfigReloadCommand::new),
        new Verb("init", "Write a configuration file to start from", ConfigInitCommand::new));
    noun(
        Group.SET_UP,
        "token",
        "Say who may ask the admin listener",
        new Verb(
            "create", "Make a token for the admin listener, and print it", TokenCreateCommand::new),
        new Verb(
            "list",
            "Show the tokens of the admin listener, not what they are",
            TokenListCommand::new),
        new Verb("revoke", "Take a token back", TokenRevokeCommand::new));
    verb(
        Group.SET_UP,
        CompletionCommand.NAME,
        "Print a script that completes commands in a shell",
        it -> new CompletionCommand(it, root));
    verb(Group.SET_UP, "version", "Print the version", VersionCommand::new);
  }

  private void verb(Group group, String name, String summary, Function<Session, Action> command) {
    list(group, name, summary);
    hidden(new Verb(name, summary, command));
  }

  private void hidden(Verb verb) {
    add(verb.name(), () -> verb.line(session));
  }

  /// A thing whose commands are `mailctl <noun> <verb>`.
  private void noun(Group group, String name, String summary, Verb... verbs) {
    list(group, name, summary);
    add(
        name,
        () -> {
          CommandSpec spec = CommandSpec.create().name(name);
          spec.usageMessage().description(summary);
          return withVerbs(new CommandLine(spec), verbs);
        });
  }

  /// A thing that does something by itself, too: `mailctl <noun>`.
  private void noun(Group group, Verb itself, Verb... verbs) {
    list(group, itself.name(), itself.summary());
    add(itself.name(), () -> withVerbs(itself.line(session), verbs));
  }

  /// All of them, unless some are named: then nobody will ask for the others.
  private CommandLine withVerbs(CommandLine line, Verb... verbs) {
    List<Verb> named = Stream.of(verbs).filter(verb -> wanted.test(verb.name())).toList();
    for (Verb verb : named.isEmpty() ? List.of(verbs) : named) {
      line.addSubcommand(verb.name(), verb.line(session));
    }
    return line;
  }

  private void list(Group group, String name, String summary) {
    groups
        .computeIfAbsent(group, key -> new ArrayList<>())
        .add(new HelpSection.Line(name, summary));
  }

  private void add(String name, Supplier<CommandLine> line) {
    if (wanted.test(name)) {
      root.addSubcommand(name, line.get());
    }
  }
}
