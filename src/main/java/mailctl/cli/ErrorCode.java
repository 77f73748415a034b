package mailctl.cli;

import java.util.Locale;
import mailctl.database.Refusal;

/// The stable words of `error.code` in JSON.
enum ErrorCode {
  USAGE("wrong arguments"),
  DATA("an input is malformed"),
  NOT_FOUND("no such id, address or file"),
  CONFLICT("the thing is not in a state that allows it"),
  FAILED("it ran and did not reach its goal"),
  UNAVAILABLE("a service or port that mailctl needs is not there"),
  DATABASE_UNAVAILABLE("PostgreSQL cannot be reached or went away"),
  TRY_AGAIN("the same command may succeed later"),
  DENIED("credentials or sender identity refused"),
  CONFIG("the configuration or the schema does not fit"),
  INTERRUPTED("told to stop; the same command goes on"),
  INTERNAL("a bug of mailctl");

  private final String meaning;

  ErrorCode(String meaning) {
    this.meaning = meaning;
  }

  static ErrorCode of(Refusal.Kind kind) {
    return valueOf(kind.name());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String meaning() {
    return meaning;
  }
}
