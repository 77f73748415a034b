package mailctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mailctl.app.SettingDescription;
import mailctl.app.Settings;
import mailctl.database.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Every setting with what it is for and its default, commented out: the file changes nothing",
      "until a line is uncommented. Nobody else may read it; secrets belong into files of their own",
      "all the same (the keys in -file)."
    })
@Examples({
  "mailctl config init",
  "mailctl config init --to ./mailctl.yaml",
  "mailctl config init --to - | grep -A1 retry"
})
@ExitCodes(ExitCode.FAILED)
final class ConfigInitCommand extends Action {
  private static final String HEAD =
      """
      # mailctl's configuration. The environment and --set win over it.
      # mailctl config check names every problem; mailctl config show says what counts, and why.
      """;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "this file instead of your own one; - is standard output")
  Optional<String> to = Optional.empty();

  @Option(names = "--force", description = "replace the file, if there is one")
  boolean force;

  @Mixin final DryRun dryRun = new DryRun();

  ConfigInitCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    String text = text();
    if (to.equals(Optional.of("-"))) {
      if (session.json()) {
        session.print(Json.object().put("text", text));
      } else {
        session.terminal().out().print(text);
      }
      return ExitCode.OK;
    }
    String file = to.orElseGet(() -> session.userConfigFile().toString());
    if (!force) {
      OutputFile.refuseExisting(file);
    }
    if (!dryRun.on) {
      makeFolder(file);
      OutputFile.writePrivately(file, text);
    }
    if (session.json()) {
      session.print(Json.object().put("file", file).put("dry_run", dryRun.on));
    }
    session.say((dryRun.on ? "would write " : "wrote ") + file);
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  /// For one's own file, whose folder need not be there; another one is the person's to make.
  private void makeFolder(String file) {
    Path folder = Path.of(file).toAbsolutePath().getParent();
    if (to.isPresent() || folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Refusal(
          Refusal.Kind.CONFLICT, "cannot make the folder " + folder, "--to with another file");
    }
  }

  private static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    String group = "";
    for (SettingDescription each : Settings.descriptions()) {
      String own = each.name().substring(0, each.name().indexOf('.'));
      if (!own.equals(group)) {
        text.append('\n');
        group = own;
      }
      text.append("# ").append(each.description()).append('\n');
      text.append('#').append(each.name());
      if (each.fileVariant()) {
        text.append("-file: /path/to/file\n");
      } else {
        text.append(": ").append(quoted(each.defaultText())).append('\n');
      }
    }
    return text.toString();
  }

  /// As YAML reads it literally, whatever is in it.
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
