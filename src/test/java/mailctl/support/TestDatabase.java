package mailctl.support;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import mailctl.database.Database;
import mailctl.database.DatabaseLocation;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A fresh, migrated database for each test:
///
/// ```java
/// @RegisterExtension final TestDatabase db = new TestDatabase();
/// ```
public final class TestDatabase implements BeforeEachCallback, AfterEachCallback {
  private String name;
  private HikariDataSource pool;
  private Database database;

  @Override
  public void beforeEach(ExtensionContext context) {
    open(TestServer.shared().createDatabase());
  }

  /// A true copy of it as it is now, on the same server, as a dump restored beside it would be.
  /// Only this process may be connected to it. The caller closes it with `drop`.
  public TestDatabase copy() {
    // The server waits a little for them to go.
    pool.getHikariPoolMXBean().softEvictConnections();
    TestDatabase copy = new TestDatabase();
    copy.open(TestServer.shared().copyDatabase(name));
    return copy;
  }

  /// Ends what `copy` made.
  public void drop() {
    pool.close();
    TestServer.shared().dropDatabase(name);
  }

  private void open(String database) {
    name = database;
    HikariConfig config = new HikariConfig();
    config.setDataSource(TestServer.shared().dataSource(name));
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(0);
    pool = new HikariDataSource(config);
    this.database = new Database(pool, new DatabaseLocation("the test database " + name, false));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    drop();
  }

  public Database database() {
    return database;
  }

  /// The pool itself, for what works below `Database`.
  public DataSource dataSource() {
    return pool;
  }

  /// For a second process or a tool with its own connections: `jdbc:postgresql://…`, user included.
  public String jdbcUrl() {
    return TestServer.shared().jdbcUrl(name);
  }
}
