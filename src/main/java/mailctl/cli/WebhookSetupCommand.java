package mailctl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.provider.ProviderAccount.Webhook;
import mailctl.provider.ReportedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "setup",
    description = {
      "Have SendGrid post every event to public.url, signed",
      "",
      "Makes an event webhook there, or switches on what is missing of the one that is there. Other",
      "webhooks stay as they are, unless --replace names one. Prints the key to verify posts with."
    })
@Examples({
  "mailctl webhook setup --dry-run",
  "mailctl webhook setup --key-file /etc/mailctl/sendgrid.pub",
  "mailctl webhook setup --replace 77d4a5da-7015-11ed-a1eb-0242ac120002"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class WebhookSetupCommand extends Action {
  @Option(
      names = "--replace",
      paramLabel = "ID",
      description = "turn this webhook to public.url, instead of making one")
  Optional<String> replace = Optional.empty();

  @Option(names = "--key-file", paramLabel = "FILE", description = "write the key there, too")
  Optional<Path> keyFile = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  WebhookSetupCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    WebhookDesk desk = new WebhookDesk(session);
    Optional<Webhook> there = replace.isPresent() ? Optional.of(named(desk)) : desk.ours();
    List<String> changes = changes(desk, there);
    if (dryRun.on) {
      return tell(session, desk, there, changes);
    }
    session.recordStart();
    Webhook done = there.isPresent() && changes.isEmpty() ? there.get() : apply(desk, there);
    keyFile.ifPresent(file -> KeyFile.write(file, List.of(done.publicKey())));
    ExitCode exit = tell(session, desk, Optional.of(done), changes);
    session.say(
        keyFile
            .map(file -> "the key is in " + file + "; set webhook.keys-file to that")
            .orElse("put the key into webhook.keys"));
    return exit;
  }

  private Webhook named(WebhookDesk desk) {
    return desk.all().stream()
        .filter(each -> each.id().equals(replace.orElse("")))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "SendGrid has no webhook " + replace.orElse(""),
                    "mailctl webhook show"));
  }

  private static List<String> changes(WebhookDesk desk, Optional<Webhook> there) {
    List<String> changes = new ArrayList<>();
    if (there.isEmpty()) {
      changes.add("make a webhook to " + desk.url());
      changes.add("sign its posts");
      return changes;
    }
    Webhook webhook = there.get();
    if (!desk.isOurs(webhook)) {
      changes.add("turn it from " + webhook.url() + " to " + desk.url());
    }
    if (!webhook.enabled()) {
      changes.add("switch it on");
    }
    if (!webhook.events().equals(ReportedEvent.all())) {
      changes.add("report all events");
    }
    if (!webhook.isSigned()) {
      changes.add("sign its posts");
    }
    return changes;
  }

  /// Signed last: until then serve refuses the posts, and SendGrid repeats them.
  private static Webhook apply(WebhookDesk desk, Optional<Webhook> there) {
    Webhook set =
        WebhookDesk.given(
            there
                .map(it -> desk.account().change(it.id(), desk.url(), ReportedEvent.all()))
                .orElseGet(
                    () -> desk.account().create("mailctl", desk.url(), ReportedEvent.all())));
    String key = WebhookDesk.given(desk.account().sign(set.id()));
    return new Webhook(set.id(), set.name(), set.url(), set.enabled(), set.events(), key);
  }

  private ExitCode tell(
      Session session, WebhookDesk desk, Optional<Webhook> webhook, List<String> changes) {
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .texts("changes", changes)
              .put("webhook", webhook.map(desk::json)));
      return ExitCode.OK;
    }
    session.say(
        changes.isEmpty()
            ? "SendGrid posts every event to " + desk.url() + " already, signed"
            : (dryRun.on ? "would: " : "did: ") + String.join("; ", changes));
    Writing.sayIfDry(session, dryRun);
    if (!dryRun.on) {
      webhook.ifPresent(it -> session.terminal().out().println(it.publicKey()));
    }
    return ExitCode.OK;
  }
}
