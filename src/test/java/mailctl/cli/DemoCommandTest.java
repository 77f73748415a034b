package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
final class DemoCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void the_main_job_comes_out_right_and_again_beside_the_first_time() {
    CommandRun.Result first = CommandRun.on(db).run("demo");
    CommandRun.Result second = CommandRun.on(db).run("demo", "--json");

    assertThat(first.exitCode()).as(first.toString()).isZero();
    assertThat(first.stderr()).isEmpty();
    assertThat(first.stdout())
        .containsSubsequence(
            "1. Imported the event 'Winter Night Market' (winter-night-market) with 300",
            "retrying",
            "unsubscribe link",
            "suppressed",
            "One that bounced",
            "One that was retried",
            "ok      ")
        .doesNotContain("FAIL ");
    assertThat(second.exitCode()).as(second.toString()).isZero();
    assertThat(second.stdout())
        .contains("\"event\" : \"winter-night-market-2\"", "\"passed\" : true")
        .doesNotContain("\"passed\" : false");
    assertThat(openDeliveries()).isZero();
  }

  private int openDeliveries() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .fetchSingle(
                        "select count(*) from delivery where status in"
                            + " ('queued', 'sending', 'sent', 'retrying', 'in_doubt')")
                    .get(0, Integer.class));
  }
}
