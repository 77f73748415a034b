package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL of our own that all mailctl processes of a state directory share. The first one
/// that needs it starts it, and the last one that leaves stops it, both under the directory's lock;
/// whoever is killed in between leaves it running for the next. If the server itself dies, the next
/// connection starts it again. Who may not write to the data, and enters by the directory's group,
/// is a guest: uses the server while it runs, and neither starts nor stops it.
final class EmbeddedServer implements Connector {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final Duration PROGRAM_LIMIT = Duration.ofSeconds(90);

  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

  /// The name of sessions that are about to end.
  private static final String LEAVING = "mailctl-leaving";

  private final StateDirectory state;
  private final DatabaseLocation location;
  private final SessionOptions session;

  /// Open from attaching to leaving, so that nobody else takes us for gone while our pool is empty.
  private @Nullable Connection presence;

  private volatile @Nullable EmbeddedAddress address;

  /// `session` needs a name that no other process has: by it we tell our sessions from theirs.
  EmbeddedServer(DatabaseSettings.Embedded settings, SessionOptions session) {
    this.location = settings.location();
    this.session = requireNonNull(session, "session is null");
    this.state = StateDirectory.open(settings.stateDirectory());
  }

  @Override
  public Connection connect(SessionOptions options) throws SQLException {
    EmbeddedAddress known = address;
    if (known != null) {
      try {
        return known.connect(options);
      } catch (SQLException e) {
        if (!EmbeddedAddress.isNotOurServer(e)) {
          throw e;
        }
        LOG.info("embedded server is gone state_dir={}", state.root());
      }
    }
    return (state.isAnothers() ? visit() : attach()).connect(options);
  }

  private synchronized EmbeddedAddress visit() throws SQLException {
    try {
      return takePlace(running().orElseThrow(this::notForUsToStart));
    } catch (IOException e) {
      throw state.unusable(e);
    }
  }

  private Refusal notForUsToStart() {
    return new Refusal(
        Refusal.Kind.UNAVAILABLE,
        location + " does not run, and only the user that it belongs to can start it",
        "systemctl start mailctl, or the same command as root");
  }

  private EmbeddedAddress takePlace(Place found) throws SQLException {
    Connection before = presence;
    presence = found.connection();
    address = found.address();
    if (before != null) {
      before.close();
    }
    return found.address();
  }

  /// Finds the running server or starts it, and makes our presence known, all under the lock.
  private synchronized EmbeddedAddress attach() throws SQLException {
    try (StateLock _ = state.lock()) {
      Place found = running().orElse(null);
      if (found == null) {
        start();
        found = running().orElseThrow(() -> new IOException("it stopped at once"));
      }
      return takePlace(found);
    } catch (IOException e) {
      throw doesNotStart(e);
    }
  }

  /// A running server, and the connection that shows that it is ours.
  private record Place(EmbeddedAddress address, Connection connection) {}

  /// A server counts as ours when it takes our password: no file can say that much. The caller
  /// closes the connection, in the end.
  private Optional<Place> running() throws IOException, SQLException {
    Waiting waiting = new Waiting(ANSWER_PATIENCE);
    while (true) {
      Optional<PostmasterFile> file = PostmasterFile.read(state.data());
      if (file.isEmpty() || !file.get().isAlive() || !Files.exists(state.passwordFile())) {
        return Optional.empty();
      }
      if (file.get().port() > 0) {
        EmbeddedAddress candidate = new EmbeddedAddress(file.get().port(), state.password());
        try {
          return Optional.of(new Place(candidate, candidate.connect(session)));
        } catch (SQLException e) {
          if (!EmbeddedAddress.isNotOurServer(e) && !SqlStates.isUnavailable(e)) {
            throw e;
          }
        }
      }
      // Starting, recovering or stopping: its file goes away or its port answers.
      if (!waiting.goOn()) {
        throw new IOException("process " + file.get().pid() + " does not answer");
      }
    }
  }

  private void start() throws IOException {
    Path programs = Binaries.ofThisMachine().unpackInto(state.binaries()).resolve("bin");
    FileOwner.like(state.root(), state.binaries());
    ServerProgram runner = new ServerProgram(state.commandLog(), PROGRAM_LIMIT);
    Unprivileged as = Unprivileged.choose(state, runner, programs.resolve("postgres"));
    FileOwner.like(state.root(), state.commandLog());
    new Cluster(state, programs, as, runner).prepare();
    removeLyingFile();
    new ServerProcess(state).start(programs, as, runner);
    LOG.debug("embedded server started state_dir={}", state.root());
  }

  /// After a crash of the machine, or in a new container, the recorded process number may belong to
  /// some other program, and PostgreSQL would then not start. It has a second lock of its own on
  /// the data, in shared memory, which this does not touch.
  private void removeLyingFile() throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(state.data());
    if (file.isPresent() && !file.get().isAlive()) {
      Files.deleteIfExists(PostmasterFile.in(state.data()));
    }
  }

  private Refusal doesNotStart(IOException e) {
    return new Refusal(
        Refusal.Kind.UNAVAILABLE,
        location + " does not start (" + StateDirectory.why(e) + ")",
        "look into " + state.serverLog() + " and " + state.commandLog());
  }

  /// Leaves, and stops the server when nobody else is connected. Close the pool first.
  @Override
  public synchronized void close() {
    Connection last = presence;
    if (last == null) {
      return;
    }
    presence = null;
    if (state.isAnothers()) {
      leaveAsGuest(last);
      return;
    }
    try (StateLock _ = state.lock();
        last) {
      OptionalInt others = others(last);
      if (others.isPresent() && others.getAsInt() == 0) {
        new ServerProcess(state).stop();
        LOG.debug("embedded server stopped state_dir={}", state.root());
      } else if (others.isPresent()) {
        takeLeave(last);
      }
    } catch (SQLException | IOException | Refusal e) {
      LOG.warn("embedded server left running state_dir={} reason={}", state.root(), e.getMessage());
    }
  }

  private void leaveAsGuest(Connection last) {
    try (last) {
      takeLeave(last);
    } catch (SQLException e) {
      LOG.debug("embedded server left reason={}", e.getMessage());
    }
  }

  /// A session takes a moment to end after its connection is closed. Whoever leaves next must not
  /// take ours for somebody who is there, or nobody would stop the server.
  private static void takeLeave(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          do $$ begin
            for i in 1..100 loop
              exit when not exists (
                select from pg_stat_activity where backend_type = 'client backend'
                  and application_name = current_setting('application_name')
                  and pid <> pg_backend_pid());
              perform pg_sleep(0.01);
              perform pg_stat_clear_snapshot();
            end loop;
          end $$
          """);
      statement.execute("set application_name = '" + LEAVING + "'");
    }
  }

  /// Sessions of other processes; ours may take a moment to end and do not count. Empty when the
  /// server is gone.
  private static OptionalInt others(Connection connection) {
    try (Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where backend_type = 'client backend' "
                    + "and application_name <> current_setting('application_name') "
                    + "and application_name <> '"
                    + LEAVING
                    + "'")) {
      rows.next();
      return OptionalInt.of(rows.getInt(1));
    } catch (SQLException e) {
      return OptionalInt.empty();
    }
  }
}
