package mailctl.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A database URL taken apart: `postgres://` and `postgresql://` as libpq and hosting services
/// write them, or `jdbc:postgresql://`. No message from here repeats the URL: it may hold a
/// password.
record PostgresUrl(
    Optional<String> user,
    Optional<String> password,
    String hosts,
    Optional<String> database,
    Map<String, String> parameters) {
  private static final String JDBC = "jdbc:";
  private static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /// libpq's names that the driver spells in its own way; those it shares stand for themselves.
  private static final Map<String, String> LIBPQ_NAMES =
      Map.ofEntries(
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("options", "options"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("application_name", "ApplicationName"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("gssencmode", "gssEncMode"));

  static PostgresUrl parse(String text) {
    boolean jdbc = text.startsWith(JDBC);
    String url = jdbc ? text.substring(JDBC.length()) : text;
    int schemeEnd = url.indexOf("://");
    String scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd);
    if (!scheme.equals("postgresql") && (jdbc || !scheme.equals("postgres"))) {
      throw nonsense("it has to begin with postgres://, postgresql:// or jdbc:postgresql://");
    }
    String rest = url.substring(schemeEnd + 3);
    Map<String, String> parameters = new LinkedHashMap<>();
    int question = rest.indexOf('?');
    if (question >= 0) {
      parameters = parameters(rest.substring(question + 1), jdbc);
      rest = rest.substring(0, question);
    }
    int at = rest.lastIndexOf('@');
    Optional<String> user = Optional.ofNullable(parameters.remove("user"));
    Optional<String> password = Optional.ofNullable(parameters.remove("password"));
    if (at >= 0) {
      String userInfo = rest.substring(0, at);
      rest = rest.substring(at + 1);
      int colon = userInfo.indexOf(':');
      user = given(colon < 0 ? userInfo : userInfo.substring(0, colon));
      password = colon < 0 ? password : given(userInfo.substring(colon + 1));
    }
    int slash = rest.indexOf('/');
    String hosts = slash < 0 ? rest : rest.substring(0, slash);
    Optional<String> database = slash < 0 ? Optional.empty() : given(rest.substring(slash + 1));
    return new PostgresUrl(user, password, HostList.checked(hosts), database, parameters);
  }

  static PostgresUrl ofParts(DatabaseOptions options) {
    String host = options.host().orElse("localhost");
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    String hosts = HostList.checked(bracketed + ":" + options.port().orElse("5432"));
    return new PostgresUrl(
        Optional.empty(), Optional.empty(), hosts, Optional.empty(), new LinkedHashMap<>());
  }

  DatabaseSettings.External toSettings(DatabaseOptions options) {
    Optional<String> name = user.or(options::user);
    String databaseName =
        database
            .or(options::database)
            .or(() -> name)
            .orElseThrow(() -> nonsense("it names no database"));
    String query =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    String jdbcUrl =
        "jdbc:postgresql://%s/%s%s"
            .formatted(hosts, encode(databaseName), query.isEmpty() ? "" : "?" + query);
    return new DatabaseSettings.External(
        jdbcUrl,
        name,
        password.or(options::password),
        new DatabaseLocation("PostgreSQL at " + hosts + "/" + databaseName, false));
  }

  private static Map<String, String> parameters(String query, boolean jdbc) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String pair : query.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw nonsense("the parameter " + pair + " has no value");
      }
      String name = pair.substring(0, equals);
      boolean credential = name.equals("user") || name.equals("password");
      String driverName = jdbc || credential ? name : LIBPQ_NAMES.get(name);
      if (driverName == null) {
        unknown.add(name);
        continue;
      }
      parameters.put(driverName, PercentCode.decode(pair.substring(equals + 1)));
    }
    if (!unknown.isEmpty()) {
      throw nonsense("it has an unknown parameter: " + String.join(", ", unknown));
    }
    String sslMode = parameters.get("sslmode");
    if (sslMode != null && !SSL_MODES.contains(sslMode)) {
      throw nonsense("sslmode is none of " + String.join(", ", SSL_MODES));
    }
    return parameters;
  }

  private static Optional<String> given(String encoded) {
    return encoded.isEmpty() ? Optional.empty() : Optional.of(PercentCode.decode(encoded));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static Refusal nonsense(String why) {
    return new Refusal(
        Refusal.Kind.CONFIG,
        "database.url cannot be understood: " + why,
        "DATABASE_URL=postgres://user:password@host:5432/database?sslmode=require");
  }
}
