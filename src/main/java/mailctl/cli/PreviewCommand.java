package mailctl.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.delivery.Preview;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "preview",
    description = "Show a scheduled email as one recipient would get it; nothing is sent")
@Examples({
  "mailctl preview --id 42",
  "mailctl preview --id 42 --registration 7 --part subject",
  "mailctl preview --id 42 --html /tmp/preview.html"
})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PreviewCommand extends Action {
  private enum Shown {
    SUBJECT,
    HTML,
    TEXT
  }

  @Option(names = "--id", paramLabel = "N", required = true, description = "the scheduled email")
  long id;

  @Option(
      names = "--registration",
      paramLabel = "M",
      description = "for this registration of the event; without it, the first that gets it")
  Optional<Long> registration = Optional.empty();

  @Option(
      names = "--part",
      paramLabel = "{subject|html|text}",
      description = "print this part and nothing else")
  Optional<Shown> part = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write the HTML part there; - is standard output")
  Optional<String> html = Optional.empty();

  PreviewCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ScheduledEmailId email = Id.scheduledEmail(id);
    Optional<RegistrationId> wanted = registration.map(Id::registration);
    Preview.Message message =
        session
            .app()
            .database()
            .transaction(tx -> session.app().delivery().preview().of(tx, email, wanted));
    if (html.isPresent() && !html.get().equals("-")) {
      write(session, Path.of(html.get()), htmlOf(message));
    } else if (session.json()) {
      session.print(json(message));
    } else if (html.isPresent()) {
      session.terminal().out().print(htmlOf(message));
    } else {
      print(session, message);
    }
    message
        .notSent()
        .ifPresent(why -> session.say("registration " + message.registration() + " " + why));
    return ExitCode.OK;
  }

  private void print(Session session, Preview.Message message) {
    MailRequest request = message.request();
    String text =
        switch (part.orElse(Shown.TEXT)) {
          case SUBJECT -> request.subject() + "\n";
          case HTML -> htmlOf(message);
          case TEXT -> (part.isPresent() ? "" : head(request)) + request.text();
        };
    String whole = text.endsWith("\n") ? text : text + "\n";
    session.terminal().out().print(session.terminal().outIsTerminal() ? harmless(whole) : whole);
  }

  /// As the lines of a message's header stand.
  private static String head(MailRequest request) {
    MailRequest.Recipient recipient = request.recipients().getFirst();
    StringBuilder head = new StringBuilder();
    head.append("From: ").append(show(request.from())).append('\n');
    request.replyTo().ifPresent(to -> head.append("Reply-To: ").append(show(to)).append('\n'));
    head.append("To: ").append(show(recipient.to())).append('\n');
    head.append("Subject: ").append(request.subject()).append('\n');
    new TreeMap<>(recipient.headers())
        .forEach((name, value) -> head.append(name).append(": ").append(value).append('\n'));
    return head.append('\n').toString();
  }

  private static JsonObject json(Preview.Message message) {
    MailRequest request = message.request();
    MailRequest.Recipient recipient = request.recipients().getFirst();
    Map<String, String> headers = new TreeMap<>(recipient.headers());
    return Json.object()
        .id("scheduled_email_id", message.email().id())
        .id("registration_id", message.registration())
        .put("from", address(request.from()))
        .put("reply_to", request.replyTo().map(PreviewCommand::address))
        .put("to", address(recipient.to()))
        .put("subject", request.subject())
        .map("headers", headers)
        .put("html", Optional.of(request.html()).filter(each -> !each.isEmpty()))
        .put("text", request.text())
        .put("not_sent_because", message.notSent());
  }

  private static JsonObject address(EmailAddress address) {
    return Json.object()
        .put("address", address.address())
        .put("name", Optional.of(address.name()).filter(name -> !name.isEmpty()));
  }

  private static String show(EmailAddress address) {
    return address.name().isEmpty()
        ? address.address()
        : address.name() + " <" + address.address() + ">";
  }

  private static String htmlOf(Preview.Message message) {
    String html = message.request().html();
    if (html.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.DATA, "scheduled email " + message.email().id() + " has no HTML part");
    }
    return html;
  }

  private static void write(Session session, Path file, String html) {
    try {
      Files.writeString(file, html, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "cannot write " + file);
    }
    session.say("wrote " + file);
  }

  /// Values may hold anything, but must not move the cursor.
  private static String harmless(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ");
  }
}
