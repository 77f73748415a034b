package mailctl.app;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import mailctl.http.AdminAction;
import mailctl.http.AdminAnswer;
import mailctl.http.AdminCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a running `serve` read its settings again, all or nothing: with any problem in them it goes
/// on as it was. What can only be taken over by a new process is named.
final class Reload {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);
  private static final String PATH = "/reload";

  /// Reads the settings as at the start; those of `pinned` stay as they are there.
  @FunctionalInterface
  interface Source {
    LoadedSettings read(Map<String, String> pinned);
  }

  /// What came of it, for people and programs.
  record Result(List<SettingChange> changed, List<SettingChange> needRestart) {
    Result {
      changed = List.copyOf(changed);
      needRestart = List.copyOf(needRestart);
    }

    String words() {
      List<String> words = new ArrayList<>();
      if (!changed.isEmpty()) {
        words.add("took over " + names(changed));
      }
      if (!needRestart.isEmpty()) {
        words.add(
            names(needRestart) + (needRestart.size() == 1 ? " needs" : " need") + " a restart");
      }
      return words.isEmpty() ? "nothing has changed" : String.join("; ", words);
    }

    private static String names(List<SettingChange> changes) {
      return changes.stream().map(SettingChange::key).collect(Collectors.joining(", "));
    }
  }

  private final Source source;
  private final Consumer<Settings> takeOver;
  private LoadedSettings current;

  /// `takeOver` has everything use the new settings, or throws a `Refusal` and changes nothing.
  Reload(Source source, LoadedSettings current, Consumer<Settings> takeOver) {
    this.source = requireNonNull(source, "source is null");
    this.current = requireNonNull(current, "current is null");
    this.takeOver = requireNonNull(takeOver, "takeOver is null");
  }

  /// @throws mailctl.database.Refusal that names all problems
  synchronized Result run(boolean dryRun) {
    LoadedSettings wanted = source.read(Map.of());
    wanted.valid();
    List<SettingChange> changes = wanted.changesSince(current);
    Result result =
        new Result(
            changes.stream().filter(each -> !each.needsRestart()).toList(),
            changes.stream().filter(SettingChange::needsRestart).toList());
    if (!dryRun && !result.changed().isEmpty()) {
      Map<String, String> pinned = new LinkedHashMap<>();
      result.needRestart().forEach(each -> pinned.put(each.key(), current.text(each.key())));
      LoadedSettings next = pinned.isEmpty() ? wanted : source.read(pinned);
      takeOver.accept(next.valid());
      current = next;
    }
    return result;
  }

  AdminAction action(Deeds deeds) {
    return deeds.action(PATH, "config reload", this::done);
  }

  private Deeds.Done done(JsonNode wish) {
    Result result = run(wish.path("dry_run").asBoolean());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("changed", result.changed().stream().map(Reload::json).toList());
    answer.put("needs_restart", result.needRestart().stream().map(Reload::json).toList());
    return new Deeds.Done(answer, result.words());
  }

  private static Map<String, String> json(SettingChange change) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("key", change.key());
    json.put("before", change.before());
    json.put("after", change.after());
    return json;
  }

  /// For a signal, whose sender hears nothing: the log says what came of it.
  Runnable bySignal(Deeds deeds) {
    AdminAction action = action(deeds);
    return () -> {
      AdminAnswer answer = action.work().apply(new AdminCall("SIGHUP", "{}"));
      if (answer.status() != 200) {
        log.error("reload=refused answer={}", answer.json());
      }
    };
  }
}
