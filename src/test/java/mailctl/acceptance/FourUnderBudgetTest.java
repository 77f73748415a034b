package mailctl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailctl.support.MailctlProcess;
import mailctl.support.RateWindows;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class FourUnderBudgetTest {
  private static final int PEOPLE = Integer.getInteger("mailctl.budget.people", 4_000);

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;

  @BeforeEach
  void open() {
    world = new World(db);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void four_processes_share_a_budget_of_500_a_second() {
    long email = world.dueEmailTo(PEOPLE);
    world.database.run(
        tx -> tx.dsl().execute("insert into rate_budget (scope, per_second) values ('all', 500)"));
    Map<String, String> settings = world.settings();
    List<MailctlProcess> sweeps = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        sweeps.add(MailctlProcess.start(settings, "sweep"));
      }
      for (MailctlProcess sweep : sweeps) {
        assertThat(sweep.await()).as(sweep::toString).isZero();
      }
    } finally {
      sweeps.forEach(MailctlProcess::close);
    }

    assertThat(world.mailbox()).hasSize(PEOPLE).doesNotHaveDuplicates();
    assertThat(world.statuses(email)).isEqualTo(Map.of("sent", PEOPLE));
    RateWindows windows = RateWindows.in(world.database, "all");
    assertThat(windows.granted()).isEqualTo(PEOPLE);
    assertThat(windows.most()).isLessThanOrEqualTo(500);
    // All of it where the machine has nothing else to do, which a test cannot know.
    double least = Double.parseDouble(System.getProperty("mailctl.budget.used", "0.6"));
    assertThat(windows.used(500)).as(windows::toString).isGreaterThan(least);
    System.out.println("budget of 500 a second: " + windows);
  }
}
