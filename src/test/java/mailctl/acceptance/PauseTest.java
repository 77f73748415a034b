package mailctl.acceptance;

import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mailctl.support.Eventually;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A daemon that is in the middle of a large email, and people who stop it from other processes.
final class PauseTest {
  private static final int PEOPLE = 5_000;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;
  private long email;
  private Map<String, String> settings = Map.of();

  @BeforeEach
  void open() {
    world = new World(db);
    email = world.dueEmailTo(PEOPLE);
    settings = world.settings();
    settings.put("send.batch-size", "5");
    settings.put("send.concurrency", "4");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void after_a_pause_nobody_is_claimed_and_resumed_exactly_the_rest_goes_out() {
    try (MailctlProcess serve = MailctlProcess.start(settings, "serve")) {
      Eventually.isTrue(() -> world.mailbox().size() > 300, serve::toString);
      schedule("pause");
      long claims = claims();
      List<Integer> late = claimedLongAfterThePause();

      Eventually.isTrue(this::nothingIsUnderWay, serve::toString);
      assertThat(late).as("claimed after the pause").isEmpty();
      assertThat(claims()).as("claimed after the pause's commit").isEqualTo(claims);
      assertThat(world.mailbox()).hasSizeLessThan(PEOPLE).doesNotHaveDuplicates();

      schedule("resume");
      Eventually.isTrue(
          () -> world.statuses(email).equals(Map.of("delivered", PEOPLE)),
          () -> world.statuses(email) + "\n" + serve);
      serve.terminate();
      assertThat(serve.await()).as(serve::toString).isZero();
    }
    assertThat(world.mailbox()).hasSize(PEOPLE).doesNotHaveDuplicates();
  }

  @Test
  void cancelled_half_way_the_books_balance() {
    try (MailctlProcess serve = MailctlProcess.start(settings, "serve")) {
      Eventually.isTrue(() -> world.mailbox().size() > 300, serve::toString);
      schedule("cancel", "--yes");
      Eventually.isTrue(
          () ->
              nothingIsUnderWay()
                  && world.statuses(email).getOrDefault("delivered", 0) == world.mailbox().size(),
          () -> world.statuses(email) + "\n" + serve);
      serve.terminate();
      assertThat(serve.await()).as(serve::toString).isZero();
    }

    int sent = world.mailbox().size();
    assertThat(world.mailbox()).doesNotHaveDuplicates();
    assertThat(world.statuses(email))
        .isEqualTo(Map.of("delivered", sent, "cancelled", PEOPLE - sent));
    try (MailctlProcess verify = MailctlProcess.start(settings, "verify", "--all")) {
      assertThat(verify.await()).as(verify::toString).isZero();
    }
  }

  private void schedule(String verb, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "schedule";
    arguments[1] = verb;
    arguments[2] = String.valueOf(email);
    System.arraycopy(more, 0, arguments, 3, more.length);
    try (MailctlProcess operator = MailctlProcess.start(settings, arguments)) {
      assertThat(operator.await()).as(operator::toString).isZero();
    }
  }

  private long claims() {
    return world.database.transaction(tx -> (long) tx.dsl().fetchCount(SUBMISSION));
  }

  /// Each process counts on from a time that it read from the database a moment ago, so that two of
  /// them may differ by the time that the reading took.
  private List<Integer> claimedLongAfterThePause() {
    return world.database.transaction(
        tx ->
            tx.dsl()
                .resultQuery(
                    """
                    select s.id::integer from submission s
                    join scheduled_email e on e.id = s.scheduled_email_id
                    where s.claimed_at > e.updated_at + interval '250 milliseconds'
                    """)
                .fetch(row -> row.get(0, Integer.class)));
  }

  private boolean nothingIsUnderWay() {
    return world.database.transaction(
        tx -> !tx.dsl().fetchExists(SUBMISSION, SUBMISSION.STATE.in("claimed", "calling")));
  }
}
