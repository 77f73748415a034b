package mailctl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.provider.ProviderAccount.Webhook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rotate-key",
    description = {
      "Have SendGrid make a new pair of keys to sign its posts with",
      "",
      "SendGrid knows no overlap: from then on serve refuses the posts until it has the new key.",
      "Nothing is lost, as SendGrid repeats refused posts for a day. --key-file gets the new key",
      "first and the ones of webhook.keys after it; then restart serve."
    })
@Examples({
  "mailctl webhook rotate-key --key-file /etc/mailctl/sendgrid.pub",
  "mailctl webhook rotate-key --yes"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class WebhookRotateKeyCommand extends Action {
  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "write the new key and the old ones there")
  Optional<Path> keyFile = Optional.empty();

  @Mixin final Yes yes = new Yes();
  @Mixin final DryRun dryRun = new DryRun();

  WebhookRotateKeyCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    WebhookDesk desk = new WebhookDesk(session);
    Webhook webhook = desk.requireOurs();
    keyFile.ifPresent(KeyFile::check);
    if (dryRun.on) {
      session.say(
          "would throw away the key of the webhook " + webhook.id() + " and make a new one");
      if (session.json()) {
        session.print(Json.object().put("dry_run", true).put("webhook", desk.json(webhook)));
      }
      Writing.sayIfDry(session, dryRun);
      return ExitCode.OK;
    }
    session
        .ask()
        .confirm("throw away the key that SendGrid signs with, and make a new one?", yes.given);
    session.recordStart();
    WebhookDesk.given(desk.account().stopSigning(webhook.id()));
    String key = WebhookDesk.given(desk.account().sign(webhook.id()));
    List<String> keys = new ArrayList<>(List.of(key));
    session.app().settings().webhook().keys().stream()
        .filter(each -> !each.equals(key))
        .forEach(keys::add);
    keyFile.ifPresent(file -> KeyFile.write(file, keys));
    if (session.json()) {
      session.print(Json.object().put("dry_run", false).put("public_key", key));
    } else {
      session.terminal().out().println(key);
    }
    session.say(
        keyFile
                .map(file -> "the new key is in " + file + ", before the old ones")
                .orElse("put the new key into webhook.keys, before the old one")
            + "; then restart serve");
    return ExitCode.OK;
  }
}
