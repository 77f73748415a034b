package mailctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.delivery.BranchSample;
import mailctl.delivery.Preview;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl preview --id 42",
  "mailctl preview --id 42 --registration 7 --part subject",
  "mailctl preview --id 42 --html /tmp/preview.html",
  "mailctl preview --id 42 --variant b",
  "mailctl preview --id 42 --branches --open"
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
      names = "--variant",
      paramLabel = "LETTER",
      description = "this version, of an email that has several; without it, the first")
  Optional<String> variant = Optional.empty();

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

  @Option(
      names = "--branches",
      description = "one sample for each way that its sections turn out in its audience")
  boolean branches;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "write it there: a page, when FILE ends in .html; else the text")
  Optional<String> output = Optional.empty();

  @Option(names = "--open", description = "show it as a page in a browser")
  boolean open;

  PreviewCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ScheduledEmailId email = Id.scheduledEmail(id);
    Optional<RegistrationId> wanted = registration.map(Id::registration);
    if (branches && (wanted.isPresent() || part.isPresent() || html.isPresent())) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--branches excludes --registration, --part and --html");
    }
    if (branches || output.isPresent() || open) {
      return several(session, email, wanted);
    }
    Preview.Message message = message(session, email, wanted, variant);
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

  private ExitCode several(
      Session session, ScheduledEmailId email, Optional<RegistrationId> wanted) {
    List<Preview.Message> messages = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    var delivery = session.app().delivery();
    if (branches) {
      for (BranchSample branch : delivery.sendPlans().branches(email)) {
        if (variant.isPresent() && !variant.equals(branch.variant())) {
          continue;
        }
        messages.add(
            message(session, email, Optional.of(branch.samples().getFirst()), branch.variant()));
        titles.add(branch.words() + ": " + Counts.of(branch.recipients(), "recipient"));
      }
    } else {
      messages.add(message(session, email, wanted, variant));
      titles.add("registration " + messages.getFirst().registration());
    }
    if (messages.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND,
          "the audience of scheduled email " + email + " is empty",
          "mailctl recipients --id " + email);
    }
    if (output.isPresent()) {
      boolean page = output.get().toLowerCase(Locale.ROOT).endsWith(".html");
      Path file = Path.of(output.get());
      write(session, file, page ? PreviewGallery.page(messages, titles) : text(messages, titles));
      if (open) {
        Browser.open(file);
      }
    } else if (open) {
      Path file = temporary();
      write(session, file, PreviewGallery.page(messages, titles));
      Browser.open(file);
    } else if (session.json()) {
      session.print(Json.object().list("messages", messages, PreviewCommand::json));
    } else {
      String whole = text(messages, titles);
      session.terminal().out().print(session.terminal().outIsTerminal() ? harmless(whole) : whole);
    }
    return ExitCode.OK;
  }

  private static Preview.Message message(
      Session session,
      ScheduledEmailId email,
      Optional<RegistrationId> wanted,
      Optional<String> variant) {
    return session
        .app()
        .database()
        .transaction(tx -> session.app().delivery().preview().of(tx, email, wanted, variant));
  }

  private static String text(List<Preview.Message> messages, List<String> titles) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < messages.size(); i++) {
      MailRequest request = messages.get(i).request();
      text.append("=== ").append(titles.get(i)).append('\n');
      text.append(head(request)).append(request.text().stripTrailing()).append("\n\n");
    }
    return text.toString();
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("mailctl-preview-", ".html");
    } catch (IOException e) {
      throw new Refusal(Refusal.Kind.UNAVAILABLE, "no temporary file can be written");
    }
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
        .put("variant", message.variant())
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
    OutputFile.write(file.toString(), html);
    session.say("wrote " + file);
  }

  /// Values may hold anything, but must not move the cursor.
  private static String harmless(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ");
  }
}
