package mailctl.cli;

import java.util.List;
import mailctl.app.LoadedSettings;
import mailctl.app.SettingValue;
import picocli.CommandLine.Command;

@Command
@Examples({"mailctl config show", "mailctl config show --json"})
final class ConfigShowCommand extends Action {
  ConfigShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    LoadedSettings settings = session.settings();
    settings.problems().forEach(problem -> session.say("mailctl: " + problem));
    if (session.json()) {
      session.print(json(settings.values()));
    } else {
      table(settings.values()).print(session.terminal());
    }
    return settings.problems().isEmpty() ? ExitCode.OK : ExitCode.CONFIG;
  }

  private static JsonObject json(List<SettingValue> values) {
    return Json.object()
        .list(
            "settings",
            values,
            value ->
                Json.object()
                    .put("key", value.key())
                    .put("value", value.shown())
                    .put("source", value.source()));
  }

  private static Table table(List<SettingValue> values) {
    Table table = Table.of("KEY", "VALUE", "SOURCE").flexible("VALUE");
    values.forEach(value -> table.row(value.key(), value.shown(), value.source()));
    return table;
  }
}
