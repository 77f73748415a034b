package mailctl.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// The data of the embedded server, with the programs that work on it while it stands still. Only
/// for the holder of the lock, with no server running.
record Cluster(StateDirectory state, Path programs, Unprivileged as, ServerProgram runner) {
  static final String NAME = "mailctl";

  /// Nobody gets in without the password, and nobody from another machine.
  private static final String ACCESS_RULES =
      """
      host all all 127.0.0.1/32 scram-sha-256
      """;

  /// Makes the data, or checks that it is of our version. A crash in the middle leaves nothing.
  void prepare() throws IOException {
    if (!Files.isDirectory(state.data())) {
      create();
      return;
    }
    String ours = majorVersion();
    Path versionFile = state.data().resolve("PG_VERSION");
    String theirs = Files.isReadable(versionFile) ? Files.readString(versionFile).strip() : "?";
    if (!theirs.equals(ours)) {
      throw otherVersion(theirs, ours);
    }
    if (!Files.isReadable(state.passwordFile())) {
      setPassword(state.data(), state.newPassword());
    }
    as.giveAway(state.data());
  }

  private void create() throws IOException {
    Path draft = state.newData();
    FileTree.delete(draft);
    StateDirectory.makePrivateFolder(draft);
    as.giveAway(draft);
    must("initdb", "", initdbOptions(draft));
    Files.writeString(draft.resolve("pg_hba.conf"), ACCESS_RULES);
    runAlone(draft, "create database " + NAME);
    setPassword(draft, state.newPassword());
    Files.move(draft, state.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private String[] initdbOptions(Path data) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                data.toString(),
                "--username=" + NAME,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
    if (state.isShared()) {
      // The group has to find out where the server listens.
      options.add("--allow-group-access");
    }
    return options.toArray(String[]::new);
  }

  private void setPassword(Path data, String password) throws IOException {
    as.giveAway(data);
    // Many rounds protect a weak password; with a random one they only make every start slower.
    runAlone(
        data, "set scram_iterations = 1;\nalter user " + NAME + " password '" + password + "'");
  }

  /// Without a server: no port, no password, nobody else.
  private void runAlone(Path data, String sql) throws IOException {
    must("postgres", sql + "\n", "--single", "-D", data.toString(), "postgres");
    String said = Files.readString(state.commandLog(), StandardCharsets.UTF_8);
    if (said.contains("ERROR:")) {
      throw new IOException(
          said.lines().filter(line -> line.contains("ERROR:")).toList().getLast());
    }
  }

  private void must(String program, String input, String... arguments) throws IOException {
    ServerProgram.Result result =
        runner.run(as.command(programs.resolve(program), arguments), input);
    if (!result.succeeded()) {
      throw new IOException(program + ": " + result.reason());
    }
  }

  /// "postgres (PostgreSQL) 18.6" says 18.
  private String majorVersion() throws IOException {
    String said = runner.run(as.command(programs.resolve("postgres"), "--version")).lastLine();
    return said.replaceFirst("^.*\\) (\\d+).*$", "$1");
  }

  private Refusal otherVersion(String theirs, String ours) {
    return new Refusal(
        Refusal.Kind.CONFIG,
        "the embedded database in %s was made by PostgreSQL %s, and this mailctl brings %s"
            .formatted(state.root(), theirs, ours),
        ("move %s away to begin with an empty one, or dump it with the programs of PostgreSQL %s"
                + " and restore it into a server that database.url (DATABASE_URL) names")
            .formatted(state.data(), theirs));
  }
}
