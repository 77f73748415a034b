package mailctl.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import mailctl.provider.ProviderAccount.Webhook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "The whole way: SendGrid, the network, proxies, serve and the inbox. The events are about",
      "nobody: they stay parked as unmatched. Ends with 1 when no post came in time."
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
    long before = newest(session);
    Instant asked = session.app().clock().instant();
    WebhookDesk.given(desk.account().test(webhook));
    AtomicLong came = new AtomicLong(before);
    boolean heard =
        Patience.until(
            wait,
            () -> {
              came.set(newest(session));
              return came.get() > before;
            });
    Duration took = Duration.between(asked, session.app().clock().instant());
    if (session.json()) {
      session.print(
          Json.object()
              .id("webhook_id", webhook.id())
              .put("arrived", heard)
              .duration("waited", took));
    } else if (heard) {
      session.say("a post came after %.1f s".formatted(took.toMillis() / 1000.0));
    } else {
      session.say(
          "no post came within "
              + Times.amount(wait)
              + ". Try: mailctl doctor, which says where it stops");
    }
    return heard ? ExitCode.OK : ExitCode.FAILED;
  }

  private static long newest(Session session) {
    return session.app().inspector().newestPost();
  }
}
