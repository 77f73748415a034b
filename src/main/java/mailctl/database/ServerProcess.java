package mailctl.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Starts and stops the embedded server's process. Only for the holder of the lock.
record ServerProcess(StateDirectory state) {
  private static final int TRIES = 20;
  private static final long LARGE_LOG = 10_000_000;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  /// `pg_ctl` puts the server into a session of its own, so that it outlives our terminal and us.
  void start(Path programs, Unprivileged as, ServerProgram runner) throws IOException {
    prepareLog(as);
    for (int tries = 1; ; tries++) {
      ServerProgram.Result result =
          runner.run(
              as.command(
                  programs.resolve("pg_ctl"),
                  "start",
                  "-w",
                  "-t",
                  "60",
                  "-D",
                  state.data().toString(),
                  "-l",
                  state.serverLog().toString(),
                  "-o",
                  options(freePort())));
      if (result.succeeded()) {
        return;
      }
      String why = reason(result);
      // The port may have gone to somebody else just now. And the workers of a server that was
      // killed are gone a moment later.
      boolean passing = why.contains("shared memory block") || why.contains("listen_addresses");
      if (!passing || tries == TRIES || !new Waiting(Duration.ofSeconds(1)).goOn()) {
        throw new IOException(why);
      }
    }
  }

  /// Ends every session and stops; returns when it has stopped.
  void stop() throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(state.data());
    if (file.isEmpty() || !file.get().isAlive()) {
      return;
    }
    // An interrupt is PostgreSQL's "fast shutdown"; Java itself cannot send one.
    new ServerProgram(state.commandLog(), Duration.ofSeconds(5))
        .run(List.of("sh", "-c", "kill -INT " + file.get().pid()));
    Waiting waiting = new Waiting(STOP_PATIENCE);
    while (Files.exists(PostmasterFile.in(state.data())) && file.get().isAlive()) {
      if (!waiting.goOn()) {
        throw new IOException("the server does not stop");
      }
    }
  }

  private static String options(int port) {
    return String.join(
        " ",
        "-c listen_addresses=127.0.0.1",
        "-c port=" + port,
        "-c unix_socket_directories=''",
        "-c max_connections=200",
        "-c timezone=UTC",
        "-c log_timezone=UTC",
        // Never what a query carries: addresses are in there.
        "-c log_min_error_statement=panic",
        "-c log_parameter_max_length_on_error=0");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void prepareLog(Unprivileged as) throws IOException {
    Path log = state.serverLog();
    if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
      Files.move(log, log.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    as.giveAway(log);
  }

  /// What the server itself said last, or else what pg_ctl said.
  private String reason(ServerProgram.Result result) throws IOException {
    String fatal =
        Files.readString(state.serverLog())
            .lines()
            .filter(line -> line.contains("FATAL:"))
            .reduce("", (_, next) -> next);
    return fatal.isEmpty() ? result.lastLine() : fatal.replaceFirst("^.*FATAL: +", "");
  }
}
