package mailctl.database;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/// The database, open for work: a pool of connections, and the embedded server kept running, until
/// closed. Close it in the end on every path; a process that is killed does no harm.
public final class OpenDatabase implements AutoCloseable {
  private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(60);
  private static final Duration POOL_PATIENCE = Duration.ofSeconds(10);

  private final Connector server;
  private final SessionOptions session;
  private final HikariDataSource pool;
  private final Database database;
  private final Migrations migrations;

  private OpenDatabase(
      Connector server,
      SessionOptions session,
      HikariDataSource pool,
      Database database,
      Migrations migrations) {
    this.server = server;
    this.session = session;
    this.pool = pool;
    this.database = database;
    this.migrations = migrations;
  }

  /// Connects once, and starts the embedded server when it does not run; that one is also brought
  /// to the newest schema. For another server call `check` or `migrate` next.
  ///
  /// @throws DatabaseUnavailableException when the server cannot be reached
  /// @throws Refusal when it does not let us in, is too old, or cannot be started
  public static OpenDatabase open(DatabaseSettings settings, int maxConnections) {
    requireNonNull(settings, "settings is null");
    DatabaseLocation location = settings.location();
    SessionOptions session = new SessionOptions(sessionName(settings), STATEMENT_LIMIT);
    Connector server =
        switch (settings) {
          case DatabaseSettings.External external -> new ExternalServer(external);
          case DatabaseSettings.Embedded embedded -> new EmbeddedServer(embedded, session);
        };
    Connection first;
    try {
      first = FirstContact.connect(server, session, location);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    HikariDataSource pool = pool(new ConnectorDataSource(server, session, first), maxConnections);
    Database database = new Database(pool, location);
    Migrations migrations =
        new Migrations(database, new ConnectorDataSource(server, session.withoutLimit(), null));
    OpenDatabase open = new OpenDatabase(server, session, pool, database, migrations);
    try {
      if (location.embedded()) {
        migrations.migrateIfBehind();
      }
      return open;
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  /// Safe for use by many threads, until closed.
  public Database database() {
    return database;
  }

  /// Applies the migrations that this database has not seen and returns them, oldest first.
  public List<AppliedMigration> migrate() {
    return migrations.migrate();
  }

  /// Makes the tables where there are none at all; what is there is left as it is.
  public void migrateIfEmpty() {
    migrations.migrateIfEmpty();
  }

  /// What `migrate` would apply, oldest first.
  public List<AppliedMigration> pendingMigrations() {
    return migrations.pending();
  }

  /// The newest migration that was applied; 0 when there was none.
  public int schemaVersion() {
    return migrations.installed();
  }

  /// Does the schema fit this mailctl? One cheap query.
  ///
  /// @throws Refusal of kind CONFIG when it is older or newer
  public void check() {
    migrations.check();
  }

  /// Is what this mailctl needs there, whatever else is? For one that runs while a newer one
  /// migrates.
  ///
  /// @throws Refusal of kind CONFIG when it is older
  public void checkNotOlder() {
    migrations.checkNotOlder();
  }

  /// A connection outside of the pool, for whoever keeps one for long (to listen for
  /// notifications). The caller closes it.
  public Connection connect() {
    try {
      return server.connect(session.withoutLimit());
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(database.location(), e);
    }
  }

  /// As `connect`, for whoever makes a new one when the old one is lost.
  public DataSource longLived() {
    return new ConnectorDataSource(server, session.withoutLimit(), null);
  }

  /// How busy the connections of this process are.
  public PoolState pool() {
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    int limit = pool.getMaximumPoolSize();
    return state == null
        ? new PoolState(0, 0, 0, limit)
        : new PoolState(
            state.getActiveConnections(),
            state.getIdleConnections(),
            state.getThreadsAwaitingConnection(),
            limit);
  }

  /// From now on so many connections at a time, at most.
  public void allow(int maxConnections) {
    pool.setMaximumPoolSize(maxConnections);
  }

  /// Closes all connections, then stops the embedded server if nobody else uses it.
  @Override
  public void close() {
    pool.close();
    server.close();
  }

  /// On the embedded server each process has a name of its own: the last one to leave tells its
  /// sessions from the others'.
  private static String sessionName(DatabaseSettings settings) {
    return settings instanceof DatabaseSettings.Embedded
        ? "mailctl " + UUID.randomUUID().toString().substring(0, 8)
        : "mailctl";
  }

  private static HikariDataSource pool(ConnectorDataSource connections, int maxConnections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("mailctl");
    config.setDataSource(connections);
    config.setMaximumPoolSize(maxConnections);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(POOL_PATIENCE.toMillis());
    // Contact was made already; the pool need not try again.
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }
}
