package mailctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.doctor.Doctor;
import mailctl.doctor.Finding;
import picocli.CommandLine.Command;

@Command(
    description = {
      "A line for each check: ok, warn or fail. Asks SendGrid for its settings, and sends a signed",
      "probe to public.url, which serve echoes and does not keep. Changes nothing and mails nobody."
    })
@Examples({"mailctl doctor", "mailctl doctor --json"})
@ExitCodes(ExitCode.FAILED)
final class DoctorCommand extends Action {
  DoctorCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    List<Doctor.Diagnosis> all = session.app().doctor().examine();
    if (session.json()) {
      session.print(
          Json.object().list("checks", all, DoctorCommand::json).put("healthy", !failed(all)));
    } else {
      print(session.terminal(), all);
    }
    return failed(all) ? ExitCode.FAILED : ExitCode.OK;
  }

  private static boolean failed(List<Doctor.Diagnosis> all) {
    return all.stream().anyMatch(each -> each.finding().level() == Finding.Level.FAIL);
  }

  private static JsonObject json(Doctor.Diagnosis each) {
    Finding finding = each.finding();
    return Json.object()
        .put("check", each.check())
        .put("result", finding.level())
        .put("found", finding.what())
        .put("advice", Optional.of(finding.advice()).filter(words -> !words.isEmpty()));
  }

  private static void print(Terminal terminal, List<Doctor.Diagnosis> all) {
    int width = all.stream().mapToInt(each -> each.check().length()).max().orElse(0);
    for (Doctor.Diagnosis each : all) {
      Finding finding = each.finding();
      String level = "%-4s".formatted(finding.level().name().toLowerCase(Locale.ROOT));
      Style style =
          switch (finding.level()) {
            case OK -> Style.GOOD;
            case WARN -> Style.WARN;
            case FAIL -> Style.BAD;
          };
      String advice = finding.advice().isEmpty() ? "" : ": " + finding.advice();
      terminal
          .out()
          .println(
              style.apply(level, terminal.colourOnOut())
                  + "  "
                  + each.check()
                  + " ".repeat(width - each.check().length() + 2)
                  + Table.plain(finding.what() + advice));
    }
  }
}
