package mailctl.cli;

import mailctl.app.SettingDescription;
import mailctl.app.Settings;
import picocli.CommandLine.Command;

@Command(
    name = "init",
    description = {
      "Print a configuration file to start from",
      "",
      "Every setting with what it is for and its default, commented out: the file changes nothing",
      "until a line is uncommented. Secrets belong into files of their own (the keys in -file)."
    })
@Examples({
  "mailctl config init > ~/.config/mailctl/config.yaml",
  "mailctl config init | grep -A2 retry"
})
final class ConfigInitCommand extends Action {
  ConfigInitCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# mailctl's configuration (YAML). An option --set and the environment win over it.\n");
    text.append(
        "# mailctl config check names every problem; mailctl config show says what counts.\n");
    String group = "";
    for (SettingDescription each : Settings.descriptions()) {
      String own = each.name().substring(0, each.name().indexOf('.'));
      if (!own.equals(group)) {
        text.append('\n');
        group = own;
      }
      text.append("# ").append(each.description()).append('\n');
      if (each.fileVariant()) {
        text.append("#").append(each.name()).append("-file: /path/to/file\n");
      } else {
        text.append("#").append(each.name()).append(": ").append(quoted(each)).append('\n');
      }
    }
    if (session.json()) {
      session.print(Json.object().put("file", text.toString()));
    } else {
      session.terminal().out().print(text);
    }
    return ExitCode.OK;
  }

  private static String quoted(SettingDescription setting) {
    return '"' + setting.defaultText().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
