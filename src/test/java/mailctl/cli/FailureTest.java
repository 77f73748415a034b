package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import mailctl.database.DatabaseLocation;
import mailctl.database.DatabaseUnavailableException;
import mailctl.database.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureTest {
  @ParameterizedTest
  @CsvSource({
    "USAGE, 2, usage",
    "DATA, 65, data",
    "NOT_FOUND, 66, not_found",
    "CONFLICT, 1, conflict",
    "UNAVAILABLE, 69, unavailable",
    "TRY_AGAIN, 75, try_again",
    "DENIED, 77, denied",
    "CONFIG, 78, config"
  })
  void each_kind_of_refusal_has_its_exit_code(Refusal.Kind kind, int exit, String code) {
    Failure failure = Failure.of(new Refusal(kind, "no", "x"));

    assertThat(failure.exit().code()).isEqualTo(exit);
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void a_database_that_is_away_is_unavailable() {
    Failure failure =
        Failure.of(
            new DatabaseUnavailableException(
                new DatabaseLocation("PostgreSQL at db:5432", false),
                new ConnectException("Connection refused")));

    assertThat(failure.exit()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(failure.code()).isEqualTo("database_unavailable");
    assertThat(failure.message())
        .isEqualTo("cannot reach PostgreSQL at db:5432 (Connection refused)");
  }

  @Test
  void a_full_disk_is_told_in_the_servers_words() {
    SQLException full =
        new SQLException(
            "ERROR: could not extend file: No space left on device\n  Hint: Check free disk space.",
            "53100");
    Failure failure = Failure.of(new IllegalStateException("SQL [insert …]", full));

    assertThat(failure.exit()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(failure.message())
        .isEqualTo("the database cannot go on (could not extend file: No space left on device)");
  }

  @Test
  void anything_else_is_our_bug() {
    assertThat(Failure.of(new IllegalStateException("oops")).exit()).isEqualTo(ExitCode.INTERNAL);
  }
}
