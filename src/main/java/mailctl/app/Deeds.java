package mailctl.app;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import mailctl.access.Audit;
import mailctl.database.Refusal;
import mailctl.fence.HostMemory;
import mailctl.http.AdminAction;
import mailctl.http.AdminAnswer;
import mailctl.http.AdminCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators have a running `serve` do through its admin listener, written down in the audit.
/// While the database is away it is done all the same, and logged: then it is wanted most.
final class Deeds {
  private static final Logger log = LoggerFactory.getLogger(Deeds.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What came of a deed: the answer, and in words what changed.
  record Done(Map<String, Object> answer, String words) {
    Done {
      requireNonNull(answer, "answer is null");
      requireNonNull(words, "words is null");
    }
  }

  private final Audit audit;

  Deeds(Audit audit) {
    this.audit = requireNonNull(audit, "audit is null");
  }

  /// `work` gets the request's object; a `Refusal` is answered as the command line would.
  AdminAction action(String path, String name, Function<JsonNode, Done> work) {
    return new AdminAction(path, call -> answer(call, name, work));
  }

  private AdminAnswer answer(AdminCall call, String name, Function<JsonNode, Done> work) {
    JsonNode wish;
    try {
      wish = JSON.readTree(call.body().isBlank() ? "{}" : call.body());
    } catch (JsonProcessingException e) {
      return refused(400, "usage", "the request is no JSON", "");
    }
    if (!wish.isObject()) {
      return refused(400, "usage", "the request is no JSON object", "");
    }
    boolean dry = wish.path("dry_run").asBoolean();
    Audit.Deed deed = new Audit.Deed(call.actor(), HostMemory.name(), name, name + " " + wish);
    Optional<UUID> run = dry ? Optional.empty() : begin(deed);
    try {
      Done done = work.apply(wish);
      if (!dry) {
        log.info("deed=\"{}\" by=\"{}\" did=\"{}\"", name, deed.actor(), done.words());
      }
      end(run, deed, 0, done.words());
      return new AdminAnswer(200, text(done.answer()));
    } catch (Refusal e) {
      end(run, deed, 1, String.valueOf(e.getMessage()));
      return refused(
          409, e.kind().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()), e.hint());
    } catch (RuntimeException e) {
      log.error("deed=\"{}\" failed", name, e);
      end(run, deed, 1, "failed");
      return refused(500, "unavailable", "it failed: " + e.getMessage(), "the log of serve");
    }
  }

  private Optional<UUID> begin(Audit.Deed deed) {
    try {
      return Optional.of(audit.begin(deed));
    } catch (RuntimeException e) {
      log.warn("audit=not_begun deed=\"{}\" error=\"{}\"", deed.action(), e.toString());
      return Optional.empty();
    }
  }

  private void end(Optional<UUID> run, Audit.Deed deed, int exitCode, String words) {
    run.ifPresent(
        it -> {
          try {
            audit.end(it, deed, exitCode, words);
          } catch (RuntimeException e) {
            log.warn("audit=not_ended run={} error=\"{}\"", it, e.toString());
          }
        });
  }

  private static AdminAnswer refused(int status, String code, String message, String hint) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    if (!hint.isEmpty()) {
      error.put("hint", hint);
    }
    return new AdminAnswer(status, text(Map.of("error", error)));
  }

  static String text(Map<String, Object> object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is always JSON", e);
    }
  }
}
