package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tells whether a person or a machine opened a message or followed a link. It judges from stored
/// facts alone, so that every verdict can be found again, and by other rules if they change.
///
/// There are two kinds of evidence. What a visit shows of itself decides what it counts as: such
/// counts agree in whatever order visits are reported. What only its company shows (too soon after
/// the delivery, many links at once) is judged when somebody looks at one delivery.
///
/// A proxy is not a machine by itself: Google's and Yahoo's fetch an image when a person looks.
/// Apple's fetches everything as it arrives; SendGrid marks that, and its bare "Mozilla/5.0" tells.
public final class VisitJudge {
  /// Parts of the names of programs that no person reads mail with: scanners of links, previews in
  /// chats, libraries of scripts.
  public static final List<String> USUAL_AGENTS =
      List.of(
          "bot/",
          "robot",
          "crawler",
          "spider",
          "slackbot",
          "bingpreview",
          "skypeuripreview",
          "facebookexternalhit",
          "whatsapp/",
          "barracuda",
          "proofpoint",
          "mimecast",
          "trendmicro",
          "curl/",
          "wget/",
          "python-",
          "go-http-client",
          "java/",
          "libwww-perl",
          "node-fetch",
          "axios/",
          "headlesschrome",
          "phantomjs");

  public static final VisitJudge USUAL = new VisitJudge(USUAL_AGENTS, Duration.ofSeconds(2));

  private static final String BARE = "mozilla/5.0";
  private static final int BURST_LINKS = 3;
  private static final Duration BURST = Duration.ofSeconds(2);

  /// How we know that it was a machine.
  public enum Evidence {
    PROVIDER,
    USER_AGENT,
    TOO_SOON,
    MANY_LINKS
  }

  /// One open or click of an attempt, as the history keeps it.
  ///
  /// @param flagged SendGrid took it for a machine's
  /// @param url what was clicked; empty for an open
  public record Visit(Instant at, boolean flagged, String userAgent, String url) {
    public Visit {
      requireNonNull(at, "at is null");
      requireNonNull(userAgent, "userAgent is null");
      requireNonNull(url, "url is null");
    }
  }

  private final List<String> machineAgents;
  private final Duration tooSoon;

  /// @param machineAgents parts of user agents, case ignored
  /// @param tooSoon nobody reads a message this quickly after its delivery
  public VisitJudge(List<String> machineAgents, Duration tooSoon) {
    this.machineAgents =
        machineAgents.stream().map(agent -> agent.toLowerCase(Locale.ROOT)).toList();
    this.tooSoon = requireNonNull(tooSoon, "tooSoon is null");
  }

  /// By what a visit shows of itself; empty when that is nothing but a person.
  public Optional<Evidence> alone(boolean flagged, String userAgent) {
    if (flagged) {
      return Optional.of(Evidence.PROVIDER);
    }
    String agent = userAgent.strip().toLowerCase(Locale.ROOT);
    return agent.equals(BARE) || machineAgents.stream().anyMatch(agent::contains)
        ? Optional.of(Evidence.USER_AGENT)
        : Optional.empty();
  }

  /// By everything that is known of one attempt, a verdict for each of its visits.
  public List<Optional<Evidence>> together(List<Visit> visits, Optional<Instant> deliveredAt) {
    List<Optional<Evidence>> verdicts = new ArrayList<>();
    for (Visit visit : visits) {
      verdicts.add(
          alone(visit.flagged(), visit.userAgent())
              .or(() -> soon(visit, deliveredAt))
              .or(() -> isInBurst(visit, visits)));
    }
    return verdicts;
  }

  private Optional<Evidence> soon(Visit visit, Optional<Instant> deliveredAt) {
    return deliveredAt
        .filter(delivered -> visit.at().isBefore(delivered.plus(tooSoon)))
        .map(_ -> Evidence.TOO_SOON);
  }

  /// Whether some stretch of two seconds around this click has clicks of three links.
  private static Optional<Evidence> isInBurst(Visit click, List<Visit> visits) {
    if (click.url().isEmpty()) {
      return Optional.empty();
    }
    for (Visit start : visits) {
      Instant end = start.at().plus(BURST);
      if (start.url().isEmpty() || click.at().isBefore(start.at()) || click.at().isAfter(end)) {
        continue;
      }
      Set<String> links = new HashSet<>();
      for (Visit other : visits) {
        if (!other.at().isBefore(start.at()) && !other.at().isAfter(end)) {
          links.add(other.url());
        }
      }
      links.remove("");
      if (links.size() >= BURST_LINKS) {
        return Optional.of(Evidence.MANY_LINKS);
      }
    }
    return Optional.empty();
  }
}
