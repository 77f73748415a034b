package mailctl.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import mailctl.app.Nearest;
import mailctl.database.Refusal;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.sandbox.SimulatedEvent;
import mailctl.sendgrid.SendGridEvent;
import mailctl.sendgrid.SendGridEventWriter;

/// Turns what a person typed into SendGrid's posts.
final class SimulationWords {
  /// As many as SendGrid itself puts into one.
  private static final int EVENTS_OF_A_POST = 500;

  private SimulationWords() {}

  static SimulatedEvent event(String word) {
    return SimulatedEvent.ofWord(word)
        .orElseThrow(
            () -> {
              List<String> words =
                  Arrays.stream(SimulatedEvent.values()).map(SimulatedEvent::word).toList();
              return new Refusal(
                  Refusal.Kind.USAGE,
                  "there is no event '" + word + "'" + Nearest.suffix(word, words),
                  "one of " + SimulatedEvent.words());
            });
  }

  static SimulatedEvent.Cause cause(SimulatedEvent event, String word, String reason) {
    BounceClass bounceClass =
        event == SimulatedEvent.BOUNCE ? BounceClass.INVALID_ADDRESS : BounceClass.TECHNICAL;
    DropCause dropCause = DropCause.BOUNCED_ADDRESS;
    if (!word.isEmpty()) {
      switch (event) {
        case BOUNCE, BLOCKED -> bounceClass = parse(BounceClass.class, word);
        case DROPPED -> dropCause = parse(DropCause.class, word);
        default ->
            throw new Refusal(
                Refusal.Kind.USAGE,
                "--class is for bounce, blocked and dropped, not for " + event.word(),
                "mailctl simulate --help");
      }
    }
    return new SimulatedEvent.Cause(bounceClass, dropCause, reason);
  }

  /// One event for each target, in as many posts as SendGrid would make of them.
  static List<byte[]> posts(
      SimulatedEvent kind,
      List<SimulationTargets.Target> targets,
      Instant at,
      SimulatedEvent.Cause cause) {
    List<byte[]> bodies = new ArrayList<>();
    for (int from = 0; from < targets.size(); from += EVENTS_OF_A_POST) {
      List<SendGridEvent> events =
          targets.subList(from, Math.min(targets.size(), from + EVENTS_OF_A_POST)).stream()
              .map(target -> kind.about(target.message(), at, newId(), cause))
              .toList();
      bodies.add(SendGridEventWriter.post(events));
    }
    return bodies;
  }

  /// Every event that is made up is a new one.
  private static String newId() {
    return "simulated-" + UUID.randomUUID();
  }

  private static <E extends Enum<E>> E parse(Class<E> type, String word) {
    List<String> words = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      String known = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (known.equals(word.strip().toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return each;
      }
      words.add(known);
    }
    throw new Refusal(
        Refusal.Kind.USAGE,
        "there is no class '" + word + "'" + Nearest.suffix(word, words),
        "one of " + String.join(", ", words));
  }
}
