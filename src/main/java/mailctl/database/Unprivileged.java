package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How to run PostgreSQL's programs, which refuse to run as root: what to put before a command, and
/// whom the data has to belong to when it is not ourselves.
record Unprivileged(List<String> prefix, Optional<FileOwner> owner) {
  private static final Unprivileged AS_WE_ARE = new Unprivileged(List.of(), Optional.empty());

  /// A user namespace where we are not root. Nothing changes its owner. Some containers forbid it.
  private static final Unprivileged IN_A_NAMESPACE =
      new Unprivileged(List.of("unshare", "--user"), Optional.empty());

  Unprivileged {
    prefix = List.copyOf(prefix);
    requireNonNull(owner, "owner is null");
  }

  List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  void giveAway(Path tree) throws IOException {
    if (owner.isPresent()) {
      owner.get().take(tree);
    }
  }

  /// The first way that works here for `probe`, a program that does nothing.
  ///
  /// @throws Refusal when we are root and nothing works
  static Unprivileged choose(StateDirectory state, ServerProgram programs, Path probe)
      throws IOException {
    if (!FileOwner.ofNewFileIn(state.root()).isRoot()) {
      return AS_WE_ARE;
    }
    for (Unprivileged way : waysForRoot(state)) {
      if (works(way, programs, probe)) {
        return way;
      }
    }
    throw new Refusal(
        Refusal.Kind.CONFIG,
        "PostgreSQL does not run as root, and this system lets root neither make a user namespace "
            + "(unshare --user) nor become another user (setpriv)",
        "run mailctl as another user, or set database.url (DATABASE_URL) to a PostgreSQL server");
  }

  /// Data, or a folder, that belongs to somebody else stays theirs.
  private static List<Unprivileged> waysForRoot(StateDirectory state) throws IOException {
    FileOwner owner = FileOwner.of(Files.isDirectory(state.data()) ? state.data() : state.root());
    List<Unprivileged> ways = new ArrayList<>();
    if (owner.isRoot()) {
      ways.add(IN_A_NAMESPACE);
      owner = FileOwner.NOBODY;
    }
    ways.add(asUser(owner, false));
    ways.add(asUser(owner, true));
    return ways;
  }

  /// `throughFolders`: with the right to pass folders that are root's alone, as ours may be.
  static Unprivileged asUser(FileOwner owner, boolean throughFolders) {
    List<String> prefix = new ArrayList<>();
    prefix.add("setpriv");
    prefix.add("--reuid=" + owner.user());
    prefix.add("--regid=" + owner.group());
    prefix.add("--clear-groups");
    if (throughFolders) {
      prefix.add("--inh-caps=-all,+dac_override");
      prefix.add("--ambient-caps=-all,+dac_override");
      // initdb asks access(2) for its neighbours, which otherwise forgets that right.
      prefix.add("--securebits=+no_setuid_fixup");
    } else {
      prefix.add("--inh-caps=-all");
    }
    return new Unprivileged(prefix, Optional.of(owner));
  }

  private static boolean works(Unprivileged way, ServerProgram programs, Path probe) {
    try {
      return programs.run(way.command(probe, "--version")).succeeded();
    } catch (IOException e) {
      // unshare or setpriv is not installed.
      return false;
    }
  }
}
