import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/// Generates the jOOQ types from a real PostgreSQL that has the migrations of `sql/` applied. A
/// hash over the migrations and this file skips the work when neither changed.
final class GenerateSchemaTypes {
  public static void main(String[] args) throws Exception {
    Path base = Path.of(args[0]);
    Path output = Path.of(args[1]);
    Path stamp = output.resolve("inputs.sha256");
    String inputs = hash(base);
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
      return;
    }
    // Its own shutdown hook would run after Maven has closed the class path.
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      Flyway.configure()
          .dataSource(postgres.getPostgresDatabase())
          .locations("filesystem:" + base.resolve("sql"))
          .load()
          .migrate();
      GenerationTool.generate(configuration(url, output));
    }
    writeNewestMigration(base.resolve("sql"), output.resolve("mailctl/database"));
    Files.writeString(stamp, inputs);
  }

  /// The version that the schema check compares with, known without a start of Flyway.
  private static void writeNewestMigration(Path migrations, Path folder) throws IOException {
    int newest =
        migrations(migrations).stream()
            .map(file -> file.getFileName().toString().replaceFirst("^V(\\d+)__.*", "$1"))
            .mapToInt(Integer::parseInt)
            .max()
            .orElseThrow();
    Files.writeString(
        folder.resolve("NewestMigration.java"),
        """
        package mailctl.database;

        /// The newest of the migrations packed into this mailctl.
        final class NewestMigration {
          static final int VERSION = %d;

          private NewestMigration() {}
        }
        """
            .formatted(newest));
  }

  private static Configuration configuration(String url, Path output) {
    return new Configuration()
        .withLogging(Logging.WARN)
        .withJdbc(new Jdbc().withUrl(url).withUser("postgres"))
        .withGenerator(
            new Generator()
                .withDatabase(
                    new Database()
                        .withInputSchema("public")
                        .withOutputSchemaToDefault(true)
                        .withIncludes(".*")
                        .withExcludes("flyway_schema_history|provider_event_.*")
                        .withIncludeRoutines(false)
                        .withForcedTypes(
                            new ForcedType()
                                .withName("INSTANT")
                                .withIncludeTypes("(?i:timestamp.*with.*time.*zone|timestamptz)")))
                .withGenerate(
                    new Generate()
                        .withComments(false)
                        .withRecords(true)
                        .withPojos(false)
                        .withDaos(false)
                        .withGlobalObjectReferences(true))
                .withTarget(
                    new Target()
                        .withPackageName("mailctl.database.schema")
                        .withDirectory(output.toString())));
  }

  private static String hash(Path base) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(base.resolve("src/build/java/GenerateSchemaTypes.java")));
    for (Path file : migrations(base.resolve("sql"))) {
      digest.update(file.getFileName().toString().getBytes("UTF-8"));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> migrations(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }
}
