package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import mailctl.database.Blame;
import mailctl.database.DatabaseUnavailableException;
import mailctl.database.Refusal;
import picocli.CommandLine;

/// What a person or a program is told when a command ends badly. `code` is stable; `usage` and
/// `hint` are empty when there is nothing to say.
record Failure(ExitCode exit, String code, String message, String usage, String hint) {
  Failure {
    requireNonNull(exit, "exit is null");
    requireNonNull(code, "code is null");
    requireNonNull(message, "message is null");
    requireNonNull(usage, "usage is null");
    requireNonNull(hint, "hint is null");
  }

  /// The one place that decides what an exception means.
  static Failure of(Throwable e) {
    return switch (e) {
      case Refusal refusal -> refused(refusal);
      case DatabaseUnavailableException away ->
          new Failure(
              ExitCode.UNAVAILABLE,
              "database_unavailable",
              text(away),
              "",
              "mailctl config show, which says where each database setting comes from");
      case RuntimeException stuck when Blame.isTheServers(stuck) ->
          new Failure(
              ExitCode.UNAVAILABLE,
              "database_unavailable",
              "the database cannot go on (" + Blame.words(stuck) + ")",
              "",
              "free disk and memory on its machine, then the same command again");
      case CommandLine.ParameterException usage -> UsageFailure.of(usage);
      case OutputFailedException failed ->
          new Failure(ExitCode.FAILED, "failed", text(failed), "", "");
      default ->
          new Failure(
              ExitCode.INTERNAL,
              "internal",
              "internal error: " + e.getClass().getSimpleName() + ": " + text(e),
              "",
              "the same command with --verbose, and report what it prints together with"
                  + " `mailctl version`");
    };
  }

  private static Failure refused(Refusal refusal) {
    ExitCode exit =
        switch (refusal.kind()) {
          case USAGE -> ExitCode.USAGE;
          case DATA -> ExitCode.DATA;
          case NOT_FOUND -> ExitCode.NOT_FOUND;
          case CONFLICT -> ExitCode.FAILED;
          case UNAVAILABLE -> ExitCode.UNAVAILABLE;
          case TRY_AGAIN -> ExitCode.TRY_AGAIN;
          case DENIED -> ExitCode.DENIED;
          case CONFIG -> ExitCode.CONFIG;
        };
    return new Failure(
        exit, ErrorCode.of(refusal.kind()).word(), text(refusal), "", refusal.hint());
  }

  void print(Terminal terminal, boolean json) {
    if (json) {
      JsonObject error =
          Json.object()
              .put("code", code)
              .put("message", message)
              .put("hint", hint.isEmpty() ? Optional.empty() : Optional.of(hint));
      terminal.err().println(Json.object().put("error", error).print());
      return;
    }
    terminal.err().println("mailctl: " + message);
    if (!usage.isEmpty()) {
      terminal.err().println(usage);
    }
    if (!hint.isEmpty()) {
      terminal.err().println("Try: " + hint);
    }
  }

  private static String text(Throwable e) {
    return e.getMessage() == null ? "no details" : e.getMessage();
  }
}
