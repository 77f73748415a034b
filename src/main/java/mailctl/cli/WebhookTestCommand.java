package mailctl.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import mailctl.provider.ProviderAccount.Webhook;
import mailctl.webhook.TestMark;
import mailctl.webhook.WebhookPostStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "test",
    description = {
      "Have SendGrid post made-up events to us, and wait for them",
      "",
      "The whole way: SendGrid, the network, proxies, serve and the inbox. The events are about",
      "nobody: they stay parked as unmatched. The post is known by a mark in its address. Ends with",
      "1 when it did not come in time."
    })
@Examples({"mailctl webhook test", "mailctl webhook test --wait 1m"})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class WebhookTestCommand extends Action {
  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = SandboxCommand.PaceConverter.class,
      description = "how long to wait for the post (30s)")
  Duration wait = Duration.ofSeconds(30);

  WebhookTestCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    WebhookDesk desk = new WebhookDesk(session);
    Webhook webhook = desk.requireOurs();
    long before = session.app().inspector().newestPost();
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    Instant asked = session.app().clock().instant();
    WebhookDesk.given(desk.account().test(webhook, TestMark.on(webhook.url(), mark)));
    WebhookPostStore posts = session.app().webhookPosts();
    boolean heard =
        Patience.until(
            wait,
            () -> session.app().database().transaction(tx -> posts.hasMarked(tx, before, mark)));
    Duration took = Duration.between(asked, session.app().clock().instant());
    if (session.json()) {
      session.print(
          Json.object()
              .id("webhook_id", webhook.id())
              .put("arrived", heard)
              .duration("waited", took));
    } else if (heard) {
      session.say("the post came after %.1f s".formatted(took.toMillis() / 1000.0));
    } else {
      boolean others = session.app().inspector().newestPost() > before;
      session.say(
          "the post of this test did not come within "
              + Times.amount(wait)
              + (others ? ", only others did" : "")
              + ". Try: mailctl doctor, which says where it stops");
    }
    return heard ? ExitCode.OK : ExitCode.FAILED;
  }
}
