package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mailctl.support.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class EmbeddedServerTest {
  @RegisterExtension final EmbeddedState state = new EmbeddedState();

  @Test
  void the_first_that_opens_starts_a_migrated_server_and_the_last_that_leaves_stops_it()
      throws Exception {
    try (OpenDatabase first = state.open()) {
      first.check();
      long server = state.serverProcess();
      try (OpenDatabase second = state.open()) {
        insertOrganization(second);
        assertThat(state.serverProcess()).isEqualTo(server);
      }
      assertThat(organizations(first)).isEqualTo(1);
      assertThat(state.serverProcess()).isEqualTo(server);
    }

    assertThat(state.server()).isEmpty();
  }

  @Test
  void data_outlives_a_stop() throws Exception {
    try (OpenDatabase open = state.open()) {
      insertOrganization(open);
    }
    try (OpenDatabase open = state.open()) {
      assertThat(organizations(open)).isEqualTo(1);
    }
  }

  @Test
  void a_folder_with_the_set_group_id_bit_is_its_groups_to_use() throws Exception {
    state.makeEmpty();
    new ProcessBuilder("chmod", "2750", state.root().toString()).start().waitFor();
    try (OpenDatabase _ = state.open()) {
      assertThat(permissions(state.data())).isEqualTo("rwxr-x---");
      assertThat(permissions(state.data().resolve("postmaster.pid"))).isEqualTo("rw-r-----");
      assertThat(permissions(state.root().resolve("password"))).isEqualTo("rw-r-----");
    }
  }

  @Test
  void two_processes_share_one_server_and_the_last_one_out_stops_it() throws Exception {
    Process other = state.otherProcess(Map.of());
    long server = state.serverProcess();
    try (OpenDatabase _ = state.open()) {
      assertThat(state.serverProcess()).isEqualTo(server);
    }
    assertThat(state.serverProcess()).isEqualTo(server);

    EmbeddedState.leave(other);

    assertThat(state.server()).isEmpty();
  }

  @Test
  void processes_that_begin_at_the_same_moment_agree_on_one_server() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var barrier = new CyclicBarrier(4);
      var servers = new ConcurrentSkipListSet<Long>();
      for (int i = 0; i < 4; i++) {
        threads.submit(
            () -> {
              barrier.await();
              try (OpenDatabase _ = state.open()) {
                servers.add(state.serverProcess());
                barrier.await();
              }
              return true;
            });
      }
      threads.shutdown();
      threads.awaitTermination(1, TimeUnit.MINUTES);
      assertThat(servers).hasSize(1);
    }
    assertThat(state.server()).isEmpty();
  }

  @Test
  void a_killed_process_leaves_the_server_to_the_next_which_stops_it() throws Exception {
    Process other = state.otherProcess(Map.of());
    long server = state.serverProcess();

    EmbeddedState.kill(other);

    assertThat(state.serverProcess()).isEqualTo(server);
    try (OpenDatabase open = state.open()) {
      assertThat(state.serverProcess()).isEqualTo(server);
      assertThat(organizations(open)).isZero();
    }
    assertThat(state.server()).isEmpty();
  }

  @Test
  void a_killed_server_is_started_again_with_its_data_for_those_who_are_there() throws Exception {
    try (OpenDatabase open = state.open()) {
      insertOrganization(open);
      long server = state.serverProcess();
      killServer(server);

      // The pool may still hand out a connection to the dead server: that work fails, whole, or is
      // answered by a session that has not noticed yet.
      Eventually.isTrue(
          () -> organizationsInTheEnd(open) == 1 && isRunning(), () -> "it was not started again");
      assertThat(state.serverProcess()).isNotEqualTo(server);
    }
    assertThat(state.server()).isEmpty();
  }

  private boolean isRunning() {
    try {
      return state.server().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_killed_server_is_started_again_with_its_data_for_the_next() throws Exception {
    Process other = state.otherProcess(Map.of());
    killServer(state.serverProcess());
    EmbeddedState.kill(other);
    assertThat(PostmasterFile.in(state.data())).exists();

    try (OpenDatabase open = state.open()) {
      assertThat(organizations(open)).isZero();
    }
  }

  @Test
  void a_process_number_that_was_given_to_another_program_does_not_keep_the_server_from_starting()
      throws Exception {
    Files.writeString(
        PostmasterFile.in(state.data()),
        "%d\n%s\n1\n1\n\n127.0.0.1\n1 1\nready   \n"
            .formatted(ProcessHandle.current().pid(), state.data()));

    try (OpenDatabase open = state.open()) {
      assertThat(organizations(open)).isZero();
    }
  }

  @Test
  void a_lost_password_is_replaced() throws Exception {
    Files.delete(state.root().resolve("password"));

    try (OpenDatabase open = state.open()) {
      assertThat(organizations(open)).isZero();
    }
  }

  @Test
  void nobody_else_can_read_the_password_or_the_data() throws Exception {
    state.makeEmpty();
    state.open().close();

    assertThat(permissions(state.root().resolve("password"))).isEqualTo("rw-------");
    assertThat(permissions(state.data())).isEqualTo("rwx------");
  }

  @Test
  void data_of_another_major_version_is_refused_with_the_way_out() throws Exception {
    Files.writeString(state.data().resolve("PG_VERSION"), "17\n");

    assertThatThrownBy(state::open)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFIG);
              assertThat(refusal).hasMessageContaining("was made by PostgreSQL 17");
              assertThat(refusal.hint()).contains("move " + state.data() + " away");
            });
  }

  @Test
  void a_making_that_was_interrupted_is_begun_again() throws Exception {
    state.makeEmpty();
    Files.createDirectories(state.root().resolve("data.new/base"));
    Files.writeString(state.root().resolve("data.new/PG_VERSION"), "");

    try (OpenDatabase open = state.open()) {
      assertThat(organizations(open)).isZero();
    }
  }

  @Test
  void a_state_directory_that_cannot_be_one_is_refused_in_one_sentence() throws Exception {
    Path file = Files.createFile(state.root().resolve("file"));

    assertThatThrownBy(() -> OpenDatabase.open(new DatabaseSettings.Embedded(file), 1))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFIG))
        .hasMessage("cannot keep the embedded database in " + file + " (a file is in the way)");
  }

  @Test
  void root_runs_the_server_as_the_owner_of_the_state_directory() throws Exception {
    assumeTrue(FileOwner.of(state.root()).isRoot());
    state.makeEmpty();
    FileOwner.NOBODY.take(state.root());

    try (OpenDatabase open = state.open()) {
      assertThat(organizations(open)).isZero();
      assertThat(ownerOfServer()).isEqualTo(FileOwner.NOBODY);
    }
    assertThat(FileOwner.of(state.root().resolve("password"))).isEqualTo(FileOwner.NOBODY);
    assertThat(FileOwner.of(state.root().resolve("lock"))).isEqualTo(FileOwner.NOBODY);
  }

  @Test
  void root_does_without_a_user_namespace_where_that_is_forbidden() throws Exception {
    assumeTrue(FileOwner.of(state.root()).isRoot());
    state.makeEmpty();
    Path forbidden = Files.createDirectory(state.root().resolve("programs")).resolve("unshare");
    Files.writeString(forbidden, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(forbidden, PosixFilePermissions.fromString("rwxr-xr-x"));
    String path = forbidden.getParent() + ":" + System.getenv("PATH");

    Process other = state.otherProcess(Map.of("PATH", path));

    assertThat(ownerOfServer()).isEqualTo(FileOwner.NOBODY);
    try (OpenDatabase open = state.open()) {
      assertThat(organizations(open)).isZero();
      EmbeddedState.leave(other);
    }
    assertThat(state.server()).isEmpty();
  }

  private FileOwner ownerOfServer() throws IOException {
    return FileOwner.of(Path.of("/proc/" + state.serverProcess() + "/stat"));
  }

  private static void killServer(long process) {
    ProcessHandle server = ProcessHandle.of(process).orElseThrow();
    server.destroyForcibly();
    while (new PostmasterFile(process, 1, true).isAlive()) {
      Thread.onSpinWait();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static int organizationsInTheEnd(OpenDatabase open) {
    try {
      return organizations(open);
    } catch (DatabaseUnavailableException e) {
      return organizations(open);
    }
  }

  private static int organizations(OpenDatabase open) {
    return open.database()
        .transaction(tx -> tx.dsl().fetchCount(mailctl.database.schema.Tables.ORGANIZATION));
  }

  private static void insertOrganization(OpenDatabase open) {
    open.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "insert into organization (slug, name, email, time_zone) "
                            + "values ('o', 'O', 'o@example.org', 'UTC')"));
  }
}
