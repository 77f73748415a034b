package mailctl.sandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What SendGrid answers when it is asked what it remembers: the suppression lists and the Email
/// Logs. Safe for many threads.
public final class SandboxRecords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ENTRIES = 500;
  private static final int MOST_MESSAGES = 1_000;
  private static final int USUAL_MESSAGES = 10;

  private final SuppressionLists suppressions;
  private final EmailLog log;
  private final boolean hasLogs;
  private final InstantSource clock;
  private final Function<String, Optional<SandboxAnswer>> refusal;

  SandboxRecords(
      SuppressionLists suppressions,
      EmailLog log,
      boolean hasLogs,
      InstantSource clock,
      Function<String, Optional<SandboxAnswer>> refusal) {
    this.suppressions = suppressions;
    this.log = log;
    this.hasLogs = hasLogs;
    this.clock = clock;
    this.refusal = refusal;
  }

  /// Which part of a list: `email` is a prefix, empty for all; both times are included.
  public record ListQuery(String email, long startTime, long endTime, int limit, int offset) {}

  /// `GET /v3/suppression/{list}`.
  public SandboxAnswer list(String authorization, String list, ListQuery query) {
    return refusal.apply(authorization).orElseGet(() -> list(list, query));
  }

  private SandboxAnswer list(String list, ListQuery query) {
    Optional<SuppressionLists.Name> name = SuppressionLists.Name.ofPath(list);
    if (name.isEmpty()) {
      return SandboxAnswer.error(404, "not found");
    }
    Instant now = clock.instant();
    String prefix = query.email().replace("%", "").toLowerCase(Locale.ROOT);
    return SandboxAnswer.json(
        200,
        SandboxJson.suppressions(
            suppressions.entries(name.get()).stream()
                .filter(entry -> !entry.created().isAfter(now))
                .filter(entry -> entry.created().getEpochSecond() >= query.startTime())
                .filter(entry -> entry.created().getEpochSecond() <= query.endTime())
                .filter(entry -> entry.email().toLowerCase(Locale.ROOT).startsWith(prefix))
                .skip(Math.max(0, query.offset()))
                .limit(Math.clamp(query.limit(), 1, MOST_ENTRIES))
                .toList()));
  }

  /// `DELETE /v3/suppression/{list}/{email}`.
  public SandboxAnswer remove(String authorization, String list, String email) {
    return refusal
        .apply(authorization)
        .orElseGet(
            () ->
                SuppressionLists.Name.ofPath(list)
                        .filter(name -> suppressions.remove(name, email))
                        .isPresent()
                    ? SandboxAnswer.empty(204)
                    : SandboxAnswer.error(404, "not found"));
  }

  /// `DELETE /v3/suppression/{list}` with `{"emails":[…]}` or `{"delete_all":true}`.
  public SandboxAnswer remove(String authorization, String list, byte[] body) {
    return refusal.apply(authorization).orElseGet(() -> remove(list, body));
  }

  private SandboxAnswer remove(String list, byte[] body) {
    Optional<SuppressionLists.Name> name = SuppressionLists.Name.ofPath(list);
    if (name.isEmpty()) {
      return SandboxAnswer.error(404, "not found");
    }
    JsonNode json = read(body);
    boolean all = json.path("delete_all").asBoolean(false);
    if (all == json.path("emails").isArray()) {
      return SandboxAnswer.error(400, "either emails or delete_all is required");
    }
    List<String> emails =
        all
            ? suppressions.entries(name.get()).stream().map(SuppressionLists.Entry::email).toList()
            : json.path("emails").valueStream().map(each -> each.asText("")).toList();
    emails.forEach(email -> suppressions.remove(name.get(), email));
    return SandboxAnswer.empty(204);
  }

  /// `POST /v3/asm/suppressions/global` with `{"recipient_emails":[…]}`.
  public SandboxAnswer unsubscribe(String authorization, byte[] body) {
    return refusal.apply(authorization).orElseGet(() -> unsubscribe(body));
  }

  private SandboxAnswer unsubscribe(byte[] body) {
    JsonNode emails = read(body).path("recipient_emails");
    if (!emails.isArray() || emails.isEmpty()) {
      return SandboxAnswer.error(400, "recipient_emails is required");
    }
    for (JsonNode each : emails) {
      suppressions.add(
          SuppressionLists.Name.UNSUBSCRIBES,
          new SuppressionLists.Entry(each.asText(""), clock.instant(), "", ""));
    }
    return SandboxAnswer.json(201, "{\"recipient_emails\":" + emails + "}");
  }

  /// `POST /v3/logs`.
  public SandboxAnswer searchLogs(String authorization, byte[] body) {
    return refusal.apply(authorization).or(this::noLogs).orElseGet(() -> search(body));
  }

  private SandboxAnswer search(byte[] body) {
    JsonNode json = read(body);
    int limit = json.path("limit").asInt(USUAL_MESSAGES);
    if (!json.isObject() || limit < 1 || limit > MOST_MESSAGES) {
      return SandboxAnswer.error(400, "limit must be between 1 and 1000");
    }
    try {
      LogQuery query = LogQuery.parse(json.path("query").asText(""));
      return SandboxAnswer.json(200, log.search(query, limit, clock.instant()));
    } catch (IllegalArgumentException e) {
      return SandboxAnswer.error(400, String.valueOf(e.getMessage()));
    }
  }

  /// `GET /v3/logs/{sg_message_id}`.
  public SandboxAnswer logged(String authorization, String fullId) {
    return refusal
        .apply(authorization)
        .or(this::noLogs)
        .orElseGet(
            () ->
                log.find(fullId, clock.instant())
                    .map(body -> SandboxAnswer.json(200, body))
                    .orElseGet(() -> SandboxAnswer.error(404, "message not found")));
  }

  private Optional<SandboxAnswer> noLogs() {
    return hasLogs ? Optional.empty() : Optional.of(SandboxAnswer.error(403, "access forbidden"));
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException _) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }
}
