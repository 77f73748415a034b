package mailctl.fence;

import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.INSTALLATION_FORMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.InstallationFormerRecord;
import mailctl.database.schema.tables.records.InstallationRecord;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class FenceTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private final AtomicLong ticks = new AtomicLong();
  private HostMemory memory;

  @BeforeEach
  void remember() {
    memory = new HostMemory(folder);
  }

  @Test
  void a_new_database_sends_and_each_start_raises_the_epoch_that_the_host_remembers() {
    fence(db, memory).start();
    fence(db, memory).start();

    FenceState state = fence(db, memory).look();
    assertThat(state.isFenced()).isFalse();
    assertThat(state.epoch()).isEqualTo(2);
    assertThat(state.hosts()).isEqualTo(1);
    assertThat(new HostMemory(folder).epoch(state.installation())).contains(2L);
  }

  @Test
  void a_copy_beside_the_original_is_another_database() {
    fence(db, memory).start();
    TestDatabase copy = db.copy();
    try {
      assertFenced(fence(copy, memory), "its database oid is ");
      assertThatCode(() -> fence(db, memory).start()).doesNotThrowAnyException();
    } finally {
      copy.drop();
    }
  }

  @Test
  void a_copy_in_another_cluster_has_another_system_identifier() {
    db.database()
        .run(tx -> tx.dsl().update(INSTALLATION).set(INSTALLATION.SYSTEM_IDENTIFIER, 7L).execute());

    assertFenced(fence(db, memory), "its server's system identifier is ");
  }

  @Test
  void one_that_was_restored_from_a_backup_is_behind_what_this_host_has_seen() {
    fence(db, memory).start();
    fence(db, memory).start();
    setEpoch(1);

    assertFenced(fence(db, memory), "it is at epoch 1, and this host has seen epoch 2");
    HostMemory otherHost = new HostMemory(folder.resolve("elsewhere"));
    assertThatCode(() -> fence(db, otherHost).start()).doesNotThrowAnyException();
  }

  @Test
  void processes_that_begin_meanwhile_do_not_make_it_look_restored() throws Exception {
    Fence running = fence(db, memory);
    running.start();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      Future<?> starts =
          others.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  fence(db, memory).start();
                }
                done.set(true);
              });
      while (!done.get() && !starts.isDone()) {
        assertThat(running.look().differences()).isEmpty();
      }
      starts.get();
    }
  }

  @Test
  void the_embedded_server_has_its_place() {
    new Fence(db.database(), memory, Optional.of("/a (inode 1)")).start();

    assertFenced(
        new Fence(db.database(), memory, Optional.of("/a (inode 2)")),
        "its data is in /a (inode 2), and was in /a (inode 1)");
  }

  @Test
  void every_connection_is_looked_at_before_its_first_claim_and_again_after_a_minute() {
    Fence fence = fence(db, memory);
    fence.start();
    fence.start();
    db.database().run(fence::require);
    setEpoch(1);

    db.database().run(fence::require);
    ticks.addAndGet(Duration.ofSeconds(61).toNanos());

    assertThatThrownBy(() -> db.database().run(fence::require)).isInstanceOf(Refusal.class);
    assertThat(fence.isFenced()).isTrue();
  }

  @Test
  void a_database_put_back_under_a_running_process_is_seen_by_the_first_claim_on_it() {
    Fence fence = fence(db, memory);
    fence.start();
    db.database().run(fence::require);
    TestDatabase restored = db.copy();
    try {
      assertThatThrownBy(() -> restored.database().run(fence::require))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("oid");
    } finally {
      restored.drop();
    }
  }

  @Test
  void an_unfenced_copy_is_an_installation_of_its_own_and_says_who_wanted_it() {
    String original = read(db.database()).getId();
    TestDatabase copy = db.copy();
    try {
      Optional<Unfencing.Unfenced> done =
          unfencing(copy.database()).unfence("kim", "a rehearsal", false);

      InstallationRecord now = read(copy.database());
      assertThat(done.orElseThrow().installation()).isEqualTo(now.getId()).isNotEqualTo(original);
      assertThat(now.getGeneration()).isEqualTo(2);
      assertThatCode(() -> fence(copy, memory).start()).doesNotThrowAnyException();
      InstallationFormerRecord former =
          copy.database().transaction(tx -> tx.dsl().fetchSingle(INSTALLATION_FORMER));
      assertThat(former.getId()).isEqualTo(original);
      assertThat(former.getUntilAt()).isEqualTo(TestRows.NOW);
      assertThat(former.getDecidedBy()).isEqualTo("kim");
      assertThat(former.getReason()).isEqualTo("a rehearsal");
      assertThat(former.getDifferences()).startsWith("its database oid is ");
      assertThat(read(db.database()).getId()).isEqualTo(original);
    } finally {
      copy.drop();
    }
  }

  @Test
  void what_is_not_fenced_keeps_its_id_unless_a_person_knows_better() {
    String before = read(db.database()).getId();

    assertThat(unfencing(db.database()).unfence("kim", "", false)).isEmpty();
    assertThat(read(db.database()).getId()).isEqualTo(before);
    assertThat(unfencing(db.database()).unfence("kim", "", true)).isPresent();
    assertThat(read(db.database()).getId()).isNotEqualTo(before);
  }

  @Test
  void a_process_that_runs_while_another_unfences_goes_on_under_the_new_id() {
    setEpoch(5);
    fence(db, memory).start();
    setEpoch(1);
    Fence running = fence(db, memory);
    assertThat(running.objection()).isPresent();

    String id = unfencing(db.database()).unfence("kim", "", false).orElseThrow().installation();

    assertThat(running.objection()).isEmpty();
    assertThat(running.installation()).isEqualTo(id);
    assertThat(running.isFenced()).isFalse();
  }

  @Test
  void a_server_that_does_not_tell_its_identifier_is_not_the_one_that_did() {
    Reading before = reading(Optional.of(5L), Optional.empty());
    Reading neverTold = reading(Optional.empty(), Optional.empty());

    assertThat(before.differences(Optional.empty(), Optional.empty()))
        .extracting(Difference::words)
        .containsExactly("its server's system identifier cannot be read, and was 5");
    assertThat(neverTold.differences(Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void a_home_that_is_not_there_is_not_made_and_mail_goes_out_all_the_same() {
    HostMemory homeless = new HostMemory(Path.of("/nonexistent/state"));

    fence(db, homeless).start();

    assertThat(homeless.problem())
        .hasValueSatisfying(it -> assertThat(it).contains("no such home"));
    assertThat(Path.of("/nonexistent")).doesNotExist();
  }

  private static Reading reading(Optional<Long> recorded, Optional<Long> now) {
    return new Reading("abcd1234", 1, 1, recorded, now, 1, 1, Optional.empty());
  }

  private Fence fence(TestDatabase database, HostMemory host) {
    return new Fence(database.database(), host, Optional.empty(), ticks::get);
  }

  private Unfencing unfencing(Database database) {
    return new Unfencing(database, memory, Optional.empty(), new SettableClock(TestRows.NOW));
  }

  private static void assertFenced(Fence fence, String words) {
    assertThat(fence.look().words()).startsWith(words);
    assertThatThrownBy(fence::start)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DENIED);
              assertThat(refusal).hasMessageContaining(words);
              assertThat(refusal.hint()).isEqualTo("mailctl unfence");
            });
  }

  private void setEpoch(long epoch) {
    db.database()
        .run((Tx tx) -> tx.dsl().update(INSTALLATION).set(INSTALLATION.EPOCH, epoch).execute());
  }

  private static InstallationRecord read(Database database) {
    return database.transaction(tx -> tx.dsl().fetchSingle(INSTALLATION));
  }
}
