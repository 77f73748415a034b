package mailctl.cli;

import java.util.List;
import mailctl.database.Refusal;
import mailctl.provider.ProviderAccount.Webhook;
import mailctl.provider.ReportedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(description = "The one that posts to public.url is marked as ours.")
@Examples({
  "mailctl webhook show",
  "mailctl webhook show --key > /etc/mailctl/sendgrid.pub",
  "mailctl webhook show --json"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class WebhookShowCommand extends Action {
  @Option(names = "--key", description = "print the key that ours signs with, and nothing else")
  boolean key;

  WebhookShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    WebhookDesk desk = new WebhookDesk(session);
    if (key) {
      printKey(session, desk.requireOurs());
      return ExitCode.OK;
    }
    List<Webhook> all = desk.all();
    if (session.json()) {
      session.print(Json.object().put("our_url", desk.url()).list("webhooks", all, desk::json));
      return ExitCode.OK;
    }
    if (all.isEmpty()) {
      session.say("SendGrid has no event webhook; mailctl webhook setup makes one");
      return ExitCode.OK;
    }
    Table table = Table.of("ID", "OURS", "STATE", "SIGNED", "EVENTS", "URL").flexible("URL");
    for (Webhook each : all) {
      table.row(
          each.id(),
          desk.isOurs(each) ? "yes" : "no",
          each.enabled() ? "on" : "off",
          each.isSigned() ? "yes" : "no",
          each.events().equals(ReportedEvent.all())
              ? "all"
              : each.events().size() + " of " + ReportedEvent.values().length,
          each.url());
    }
    table.print(session.terminal());
    return ExitCode.OK;
  }

  private static void printKey(Session session, Webhook webhook) {
    if (!webhook.isSigned()) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "the posts of the webhook " + webhook.id() + " are not signed",
          "mailctl webhook setup");
    }
    if (session.json()) {
      session.print(Json.object().put("public_key", webhook.publicKey()));
    } else {
      session.terminal().out().println(webhook.publicKey());
    }
  }
}
