package mailctl.cli;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntConsumer;
import mailctl.support.CommandRun;
import mailctl.support.Eventually;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SendStopTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final Signal signal = new Signal();
  private SendingCommands commands;

  /// Comes when a test says so, once.
  private static final class Signal implements Termination {
    private final AtomicReference<Thread> hook = new AtomicReference<>();

    @Override
    public Registration onSignal(Function<IntConsumer, Thread> make) {
      hook.set(make.apply(_ -> {}));
      return () -> {};
    }

    /// Returns when the work has been told to stop.
    void comes() {
      Thread thread = requireNonNull(hook.get());
      thread.start();
      Eventually.isTrue(
          () -> thread.getState() == Thread.State.TIMED_WAITING, () -> "not told to stop");
    }

    void isOver() throws InterruptedException {
      requireNonNull(hook.get()).join();
    }
  }

  @BeforeEach
  void open() {
    commands = new SendingCommands(db);
  }

  @Test
  void says_what_was_sent_what_is_left_and_how_to_go_on() throws Exception {
    commands.emailTo(5);
    stopInTheCall(2);

    CommandRun.Result result = run("send", "--id", "1");
    signal.isOver();

    assertThat(result)
        .isEqualTo(
            new CommandRun.Result(
                130,
                "",
                """
                stopping: what is under way is finished, up to 25 s
                scheduled email 1 (Welcome) is sending: queued 3, sent 2
                mailctl: interrupted: 3 recipients not called
                Try: mailctl send --id 1, which goes on with exactly these
                """));
    assertThat(commands.run("send", "--id", "1").exitCode()).isZero();
    assertThat(commands.provider.recipients()).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void json_has_the_report_and_the_error() throws Exception {
    commands.emailTo(2);
    stopInTheCall(1);

    CommandRun.Result result = run("send", "--id", "1", "--json", "--progress");
    signal.isOver();

    assertThat(result.exitCode()).isEqualTo(130);
    // A slow machine shows progress before that.
    String last = result.stdout().lines().toList().getLast() + "\n";
    assertThat(last)
        .isEqualTo(
            """
            {"scheduled_email_id":"1","name":"Welcome","status":"sending","planned":2,\
            "deliveries":{"queued":1,"sent":1},"skipped":{},\
            "run":{"sent":1,"failed":0,"in_doubt":0,"skipped":0},"troubles":[],"dry_run":false,\
            "next_due_at":"2026-06-01T12:00:00Z","type":"result"}
            """);
    assertThat(result.stderr())
        .isEqualTo(
            """
            {
              "error" : {
                "code" : "interrupted",
                "message" : "interrupted: 1 recipient not called",
                "hint" : "mailctl send --id 1, which goes on with exactly these"
              }
            }
            """);
  }

  @Test
  void who_was_claimed_and_not_called_goes_back_at_once() throws Exception {
    commands.emailTo(0);
    for (int i = 0; i < 3; i++) {
      // Too long to travel with others.
      commands.rows.registration().with(REGISTRATION.NAME, "x".repeat(12_000)).insert();
    }
    stopInTheCall(1);

    CommandRun.Result result =
        commands.on().termination(signal).set("send.concurrency", "1").run("send", "--id", "1");
    signal.isOver();

    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(commands.statuses(1)).containsExactlyInAnyOrder("sent", "queued", "queued");
    List<String> states =
        db.database()
            .transaction(
                tx -> tx.dsl().select(SUBMISSION.STATE).from(SUBMISSION).fetch(SUBMISSION.STATE));
    assertThat(states).containsExactlyInAnyOrder("accepted", "returned");
    assertThat(commands.run("send", "--id", "1").exitCode()).isZero();
    assertThat(commands.provider.recipients()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void a_sweep_stops_the_same_way() throws Exception {
    commands.emailTo(3);
    stopInTheCall(1);

    CommandRun.Result result = run("sweep");
    signal.isOver();

    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(result.stderr())
        .contains("emails started 1, sent 1\n", "Try: mailctl sweep goes on");
    assertThat(commands.run("sweep").exitCode()).isZero();
    assertThat(commands.provider.recipients()).hasSize(3).doesNotHaveDuplicates();
  }

  private CommandRun.Result run(String... arguments) {
    return commands
        .on()
        .termination(signal)
        .set("send.batch-size", "1")
        .set("send.concurrency", "1")
        .run(arguments);
  }

  private void stopInTheCall(int number) {
    commands.provider.answer(
        _ -> {
          if (commands.provider.requests().size() == number) {
            signal.comes();
          }
          return commands.provider.accept();
        });
  }
}
