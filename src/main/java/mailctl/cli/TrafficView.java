package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.sandbox.MixedPosts;
import mailctl.sandbox.PostingReport;

/// Says what came of simulated posts.
final class TrafficView {
  private final Session session;
  private final Optional<MixedPosts> mix;

  TrafficView(Session session, Optional<MixedPosts> mix) {
    this.session = requireNonNull(session, "session is null");
    this.mix = requireNonNull(mix, "mix is null");
  }

  /// In a dry run.
  void counted(Traffic.Size size) {
    if (session.json()) {
      session.print(sized(size).put("dry_run", true));
      return;
    }
    showMade();
    session.say(words(size) + "; dry run: nothing was sent");
  }

  void written(String file, Traffic.Size size) {
    boolean onStdout = file.equals("-");
    if (session.json() && !onStdout) {
      session.print(sized(size).put("out", file));
      return;
    }
    if (!onStdout) {
      showMade();
      session.say("wrote " + words(size) + " to " + file);
    }
  }

  void posted(URI to, PostingReport report, Optional<Processing> processing) {
    if (session.json()) {
      session.print(json(to, report, processing));
      return;
    }
    showMade();
    Table table = Table.of("ANSWER", "REQUESTS");
    new TreeMap<>(report.answers())
        .forEach((answer, count) -> table.row(answer, Counts.number(count)));
    if (!table.isEmpty()) {
      table.print(session.terminal());
    }
    session.say(sentence(to, report) + processing.map(Processing::words).orElse(""));
    new TreeMap<>(report.refused())
        .forEach(
            (answer, posts) -> {
              session.say(Counts.of(posts, "post") + " not accepted, last answer: " + answer);
              session.say("Try: " + hint(answer));
            });
    if (report.stopped()) {
      session.say("stopped early: the rest was not posted");
    } else if (report.gaveUp().isPresent()) {
      session.say(gaveUp(report.gaveUp().get(), to) + ": the rest was not posted");
    }
  }

  private static String gaveUp(String answer, URI to) {
    return switch (answer) {
      case "timed_out" -> to + " does not answer in time";
      case "broken_off" -> to + " breaks every connection off";
      default -> "nobody answers at " + to;
    };
  }

  private static String sentence(URI to, PostingReport report) {
    double seconds = Math.max(0.001, report.took().toMillis() / 1_000.0);
    return String.format(
        Locale.ROOT,
        "%s with %s of %s accepted by %s in %.1f s (%,.0f events/s, answers p50 %.1f ms, p99 %.1f"
            + " ms)",
        Counts.of(report.acceptedPosts(), "post"),
        Counts.of(report.acceptedEvents(), "event"),
        Counts.number(report.posts()),
        to,
        seconds,
        report.acceptedEvents() / seconds,
        ms(report.p50()),
        ms(report.p99()));
  }

  private void showMade() {
    if (mix.isEmpty() || mix.get().made().isEmpty()) {
      return;
    }
    Counts counts = new Counts();
    new TreeMap<>(mix.get().made()).forEach((type, count) -> counts.add(Counts.words(type), count));
    session.say(
        Counts.of(mix.get().messages(), "message")
            + ": "
            + counts.add("events once more", mix.get().duplicated()));
  }

  private JsonObject sized(Traffic.Size size) {
    return begin().put("posts", size.posts()).put("events", size.events());
  }

  private JsonObject begin() {
    JsonObject json = Json.object();
    mix.ifPresent(
        it ->
            json.put("messages", it.messages())
                .map("made", new TreeMap<>(it.made()))
                .put("duplicated", it.duplicated()));
    return json;
  }

  private JsonObject json(URI to, PostingReport report, Optional<Processing> processing) {
    return begin()
        .put("to", to.toString())
        .put("posts", report.posts())
        .put("events", report.events())
        .put("accepted_posts", report.acceptedPosts())
        .put("accepted_events", report.acceptedEvents())
        .put("requests", report.requests())
        .map("answers", new TreeMap<>(report.answers()))
        .list("refused", new TreeMap<>(report.refused()).entrySet(), TrafficView::refused)
        .put("p50_ms", ms(report.p50()))
        .put("p99_ms", ms(report.p99()))
        .put("longest_ms", ms(report.longest()))
        .duration("took", report.took())
        .put("stopped", report.stopped())
        .put("gave_up", report.gaveUp().isPresent())
        .put("processing", processing);
  }

  private static JsonObject refused(Map.Entry<String, Long> refused) {
    return Json.object()
        .put("answer", refused.getKey())
        .put("posts", refused.getValue())
        .put("hint", hint(refused.getKey()));
  }

  private static String hint(String answer) {
    return switch (answer) {
      case "not_connected" -> "mailctl serve, or --to with the address where it listens";
      case "401", "403" ->
          "--key with the private key that belongs to the listener's webhook.keys;"
              + " without --key: serve with webhook.keys-file set to sandbox.key.pub in state.dir";
      case "404", "405" -> "--to with the whole address, as in http://host:8080/webhooks/sendgrid";
      case "413" -> "a smaller --post-size, or a larger webhook.max-body there";
      case "429", "503" -> "a lower --rate, fewer --connections, or more --tries";
      case "timed_out" -> "see whether the listener or its database hangs";
      case "broken_off" -> "see whether the listener was stopped";
      default -> "the listener's log";
    };
  }

  private static String words(Traffic.Size size) {
    return Counts.of(size.posts(), "post") + " with " + Counts.of(size.events(), "event");
  }

  private static double ms(Duration duration) {
    return Math.round(duration.toNanos() / 10_000.0) / 100.0;
  }
}
