package mailctl.cli;

/// What the process says to its caller; the numbers from 65 are those of `sysexits.h`.
public enum ExitCode {
  OK(0, "the command did its job; refused recipients are results, not failures"),
  FAILED(1, "it ran and did not reach its goal"),
  USAGE(2, "wrong arguments, or --yes is missing where nobody can be asked"),
  DATA(65, "an input file or payload is malformed"),
  NOT_FOUND(66, "no such id, address or file"),
  UNAVAILABLE(69, "PostgreSQL or SendGrid cannot be reached, or a port is taken"),
  INTERNAL(70, "a bug of mailctl; the message says how to report it"),
  TRY_AGAIN(75, "rate-limited, or another process holds the work; try again later"),
  DENIED(77, "credentials or sender identity refused, or the database is a copy"),
  CONFIG(78, "the configuration is invalid, or the schema too old or too new"),
  INTERRUPTED(130, "interrupted (Ctrl-C)"),
  TERMINATED(143, "terminated");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }
}
