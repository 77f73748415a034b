package mailctl.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// One real PostgreSQL for the whole test run, with one migrated database to copy from.
final class TestServer {
  private static final String TEMPLATE = "mailctl_template";

  private final EmbeddedPostgres postgres;
  private final AtomicInteger counter = new AtomicInteger();

  private TestServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /// Started by the first test that needs it; the server ends with the JVM.
  static TestServer shared() {
    return Holder.SERVER;
  }

  private static final class Holder {
    static final TestServer SERVER = start();
  }

  private static TestServer start() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              // Neither UTC nor the zone that the test JVM is in.
              .setServerConfig("timezone", "America/Halifax")
              .setServerConfig("max_connections", "300")
              .start();
      TestServer server = new TestServer(postgres);
      server.execute("create database " + TEMPLATE);
      Flyway.configure()
          .dataSource(postgres.getDatabase("postgres", TEMPLATE))
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String createDatabase() {
    String name = "test_" + counter.incrementAndGet();
    synchronized (this) {
      execute("create database " + name + " template " + TEMPLATE);
    }
    settle(name);
    return name;
  }

  /// A true copy beside the original, as a restored dump would be; nobody may be connected to that.
  String copyDatabase(String original) {
    String name = "copy_" + counter.incrementAndGet();
    synchronized (this) {
      execute("create database " + name + " template " + original);
    }
    return name;
  }

  /// As if it had been migrated there, and not copied.
  private void settle(String name) {
    try (Connection connection = dataSource(name).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update installation set id = substr(md5(gen_random_uuid()::text), 1, 8), database_oid = "
              + "(select oid from pg_database where datname = current_database())");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void dropDatabase(String name) {
    execute("drop database " + name + " with (force)");
  }

  DataSource dataSource(String database) {
    return postgres.getDatabase("postgres", database);
  }

  String jdbcUrl(String database) {
    return postgres.getJdbcUrl("postgres", database);
  }

  private void execute(String sql) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
