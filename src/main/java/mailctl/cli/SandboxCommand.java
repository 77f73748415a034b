package mailctl.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import mailctl.app.SandboxKeys;
import mailctl.app.SandboxService;
import mailctl.daemon.Daemon;
import mailctl.database.Refusal;
import mailctl.sandbox.AccountFault;
import mailctl.sandbox.Faults;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.Rates;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sendgrid.SendGridSigner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl sandbox",
  "mailctl sandbox --rates hard-bounce=2,blocked=5 --seed 7 --pace 2s",
  "mailctl sandbox --duplicates 20 --shuffle",
  "mailctl help sandbox-addresses"
})
@ExitCodes({ExitCode.DATA, ExitCode.UNAVAILABLE})
final class SandboxCommand extends Action {
  private static final Duration DRAIN = Duration.ofSeconds(12);

  @Option(names = "--port", paramLabel = "PORT", description = "instead of sandbox.port, 8082")
  Optional<Integer> port = Optional.empty();

  @Option(
      names = "--webhook-url",
      paramLabel = "URL",
      description = "where to report to (http://127.0.0.1:8080/webhooks/sendgrid)")
  Optional<URI> webhookUrl = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "same seed, same fates (1)")
  long seed = 1;

  @Option(
      names = "--rates",
      paramLabel = "LIST",
      description = "fates of a hundred plain addresses, as in hard-bounce=2,blocked=5")
  String rates = "";

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description = "what a hundred requests meet, as in lost-response=2,too-many=1")
  String faults = "";

  @Option(
      names = "--pace",
      paramLabel = "TIME",
      converter = PaceConverter.class,
      description = "time between the events of a message (1s)")
  Duration pace = Duration.ofSeconds(1);

  @Option(names = "--duplicates", paramLabel = "PERCENT", description = "events reported twice (0)")
  int duplicates;

  @Option(names = "--shuffle", description = "report out of order what is due at the same time")
  boolean shuffle;

  @Option(
      names = "--lose-webhooks",
      paramLabel = "PERCENT",
      description = "events never reported (0); an address with unheard before its @ loses all")
  int loseWebhooks;

  @Option(names = "--no-email-logs", description = "be an account without Email Logs")
  boolean noEmailLogs;

  @Option(
      names = "--account",
      paramLabel = "LIST",
      description = "what is wrong with the account, as in no-sender,unsigned")
  String account = "";

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "keys to sign with, made if not there; else sandbox.key in state.dir")
  Optional<Path> keyFile = Optional.empty();

  SandboxCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    port.ifPresent(it -> session.override("sandbox.port", String.valueOf(it)));
    session.logAsDaemon();
    SandboxSettings settings = settings();
    Faults failing = usage(() -> Faults.parse(faults));
    Set<AccountFault> wrong = usage(() -> AccountFault.parse(account));
    SandboxKeys keys = SandboxKeyOption.keys(session, keyFile);
    SendGridSigner signer = keys.loadOrMake();
    URI target =
        webhookUrl.orElseGet(
            () -> ListenerAddress.webhook(session.app().settings().publicListener()));
    try (HttpWebhookTarget webhook = webhook(target)) {
      Sandbox sandbox = new Sandbox(settings, InstantSource.system(), signer, Optional.of(webhook));
      sandbox.fail(failing);
      sandbox.account().onNewKey(keys::replace);
      sandbox.account().become(wrong);
      SandboxService service =
          new SandboxService(
              sandbox,
              session.app().settings().sandbox().port(),
              url -> tell(session, url, target, keys, signer));
      return new DaemonRun(session, new Daemon(List.of(service), DRAIN), DRAIN).run();
    }
  }

  private SandboxSettings settings() {
    return usage(
        () ->
            SandboxSettings.plain(seed)
                .withRates(Rates.parse(rates))
                .withPace(pace)
                .withReporting(new SandboxSettings.Reporting(!noEmailLogs, loseWebhooks))
                .withPosts(
                    new SandboxSettings.PostSettings(
                        duplicates,
                        shuffle,
                        SandboxSettings.PostSettings.PLAIN.batchSize(),
                        SandboxSettings.PostSettings.PLAIN.maxTries(),
                        SandboxSettings.PostSettings.PLAIN.redeliverAfter())));
  }

  private static <T> T usage(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.Kind.USAGE, String.valueOf(e.getMessage()), "mailctl help sandbox-addresses");
    }
  }

  private static HttpWebhookTarget webhook(URI target) {
    try {
      return new HttpWebhookTarget(target);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.Kind.USAGE, String.valueOf(e.getMessage()), "mailctl sandbox --help");
    }
  }

  /// The answer of this command is how to reach it, in a form that a shell understands.
  private static void tell(
      Session session, String url, URI target, SandboxKeys keys, SendGridSigner signer) {
    if (session.json()) {
      session.print(
          Json.object()
              .put("url", url)
              .put("webhook_url", target.toString())
              .put("webhook_key", signer.publicKey())
              .put("webhook_key_file", keys.publicKeyFile().toString()));
    } else {
      session.say("the sandbox listens on " + url + " and reports to " + target);
      session.say("point mailctl at it with these, for serve, sweep and send alike:");
      session.terminal().out().println("export SENDGRID_API_KEY=sandbox");
      session.terminal().out().println("export MAILCTL_SENDGRID_URL=" + url);
      session
          .terminal()
          .out()
          .println("export MAILCTL_WEBHOOK_KEYS_FILE='" + keys.publicKeyFile() + "'");
      session.say("what was sent: curl " + url + "/sandbox/mailbox");
    }
    session.terminal().out().flush();
  }

  /// `500ms`, `1s`, `2m`.
  static final class PaceConverter implements picocli.CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      java.util.regex.Matcher matcher =
          java.util.regex.Pattern.compile("(\\d{1,6})\\s*(ms|s|m|h)").matcher(text.strip());
      if (!matcher.matches()) {
        throw new picocli.CommandLine.TypeConversionException(
            "'" + text + "' is not a duration like 500ms, 1s or 2m");
      }
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      };
    }
  }
}
