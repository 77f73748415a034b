package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ServerProgramTest {
  @Test
  void the_first_complaint_is_the_reason() {
    ServerProgram.Result full =
        new ServerProgram.Result(
            1,
            """
            running bootstrap script ... 2026-06-01 10:00:00 UTC [7] FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device
            child process exited with exit code 1
            initdb: removing contents of data directory "/data.new"
            """);

    assertThat(full.reason())
        .isEqualTo("could not write to file \"pg_wal/xlogtemp.7\": No space left on device");
    assertThat(new ServerProgram.Result(1, "no such option\n\n").reason())
        .isEqualTo("no such option");
  }
}
