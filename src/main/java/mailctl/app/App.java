package mailctl.app;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;
import javax.sql.DataSource;
import mailctl.database.Database;
import mailctl.database.DatabaseClock;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;

/// The composition root: the one place that makes services, each when it is first asked for. Knows
/// no terminal. Whoever made it closes it; what was opened is closed in reverse order.
public final class App implements AutoCloseable {
  private final Settings settings;
  private final Substitutes substitutes;
  private final Once.Parts parts = new Once.Parts();

  private final Once<HikariDataSource> pool = parts.part(this::openPool, HikariDataSource::close);
  private final Once<Database> database = parts.part(this::openDatabase);
  private final Once<InstantSource> clock = parts.part(this::openClock);

  public App(Settings settings) {
    this(settings, Substitutes.none());
  }

  /// For tests: `substitutes` take the place of parts that would be made.
  public App(Settings settings, Substitutes substitutes) {
    this.settings = requireNonNull(settings, "settings is null");
    this.substitutes = requireNonNull(substitutes, "substitutes is null");
  }

  public Settings settings() {
    return settings;
  }

  public Database database() {
    return database.get();
  }

  /// The clock that decides what is due: the database's.
  public InstantSource clock() {
    return clock.get();
  }

  @Override
  public void close() {
    parts.close();
  }

  private HikariDataSource openPool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        settings
            .database()
            .url()
            .orElseThrow(() -> new Refusal(Refusal.Kind.CONFIG, "no database.url is set")));
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private Database openDatabase() {
    DataSource source = pool.get();
    return new Database(source, new DatabaseLocation("the database of database.url", false));
  }

  private InstantSource openClock() {
    return substitutes.clock().orElseGet(() -> new DatabaseClock(database()));
  }
}
