package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import mailctl.database.Refusal;
import mailctl.inspect.Inspector;
import mailctl.inspect.Parked;
import mailctl.inspect.ParkedEvent;
import mailctl.inspect.ParkedPost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "parked",
    description = {
      "List what the webhook received and could not apply, or show one with its body",
      "",
      "A post is parked when it cannot be read at all, an event when it is malformed or its",
      "delivery is not known. Those without a delivery are tried again by themselves."
    })
@Examples({
  "mailctl inspect parked",
  "mailctl inspect parked --post 17",
  "mailctl inspect parked --event 5 --json"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectParkedCommand extends Action {
  @Option(names = "--post", paramLabel = "N", description = "this parked post, with its body")
  Optional<Long> post = Optional.empty();

  @Option(names = "--event", paramLabel = "N", description = "this parked event, with its body")
  Optional<Long> event = Optional.empty();

  @Mixin final RowLimit limit = new RowLimit();

  InspectParkedCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (post.isPresent() && event.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "--post and --event are two things: ask for one");
    }
    Inspector inspector = session.app().inspector();
    if (post.isPresent()) {
      Parked<ParkedPost> parked = inspector.parkedPost(post.get());
      show(
          session,
          "post",
          ParkedView.json(parked.item()),
          parked.body(),
          () -> ParkedView.details(parked.item(), session.times()));
    } else if (event.isPresent()) {
      Parked<ParkedEvent> parked = inspector.parkedEvent(event.get());
      show(
          session,
          "event",
          ParkedView.json(parked.item()),
          parked.body(),
          () -> ParkedView.details(parked.item(), session.times()));
    } else {
      list(session, inspector);
    }
    return ExitCode.OK;
  }

  private static void show(
      Session session, String name, JsonObject json, String body, Supplier<Details> details) {
    if (session.json()) {
      session.print(Json.object().put(name, json.put("body", body)));
      return;
    }
    details.get().print(session.terminal());
    session.terminal().out().println();
    // Whoever posted it could make it move the cursor.
    session
        .terminal()
        .out()
        .println(session.terminal().outIsTerminal() ? Table.plainLines(body) : body);
  }

  private void list(Session session, Inspector inspector) {
    int most = limit.rows();
    List<ParkedPost> posts = inspector.parkedPosts(most);
    List<ParkedEvent> events = inspector.parkedEvents(most);
    if (session.json()) {
      session.print(
          Json.object()
              .list("posts", posts, ParkedView::json)
              .list("events", events, ParkedView::json));
    } else if (posts.isEmpty() && events.isEmpty()) {
      session.say("nothing is parked in " + session.app().database().location());
    } else {
      ParkedView.table(posts, events, session.times()).print(session.terminal());
    }
  }
}
