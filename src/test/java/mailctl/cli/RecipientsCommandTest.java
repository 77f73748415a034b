package mailctl.cli;

import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecipientsCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private SendingCommands people() {
    SendingCommands it = new SendingCommands(db);
    it.rows.suppression("out@a.example").insert();
    String[][] people = {
      {"a@a.example", "approved", "Art", "paid"},
      {"b@a.example", "approved", "Food", "unpaid"},
      {"c@a.example", "pending", "Art", "unpaid"},
      {"out@a.example", "approved", "Art", "paid"},
      {"broken@nowhere", "approved", "Food", "paid"}
    };
    for (String[] each : people) {
      it.rows
          .registration()
          .with(REGISTRATION.EMAIL, each[0])
          .with(REGISTRATION.STATUS, each[1])
          .with(REGISTRATION.CATEGORY, each[2])
          .with(REGISTRATION.PAYMENT_STATUS, each[3])
          .with(REGISTRATION.ATTRIBUTES, JSONB.valueOf("{\"size\": \"" + each[2] + "\"}"))
          .insert();
    }
    return it;
  }

  @Test
  void counts_come_first_and_the_skipped_have_their_reason() {
    SendingCommands it = people();
    it.rows.scheduledEmail().insert();

    CommandRun.Result result = it.run("recipients", "--id", "1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr())
        .isEqualTo(
            "3 recipients, skipped 2 (1 suppressed, 1 invalid address); the filter is everyone\n");
    assertThat(result.stdout().lines())
        .hasSize(5)
        .contains("1\ta@a.example\tKim Person\tapproved\t")
        .anySatisfy(line -> assertThat(line).startsWith("4\tout@a.example").contains("suppressed"));
    assertThat(it.run("recipients", "--id", "1", "--skipped").stdout().lines()).hasSize(2);
    CommandRun.Result page = it.run("recipients", "--id", "1", "--limit", "1", "--after", "2");
    assertThat(page.stdout()).startsWith("3\t");
    assertThat(page.stderr()).endsWith("more: --after 3\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"status\": \"approved\"}",
        "{\"status\": [\"approved\", \"pending\"], \"category\": \"art\"}",
        "{\"payment_status\": \"paid\"}",
        "{\"exclude_status\": \"approved\"}",
        "{\"attributes.size\": \"Food\"}",
        "{\"email\": \"B@A.example\"}"
      })
  void what_is_counted_is_listed_and_sent(String filter) {
    SendingCommands it = people();
    it.rows.scheduledEmail().with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf(filter)).insert();
    List<String> listed =
        it.run("recipients", "--id", "1")
            .stdout()
            .lines()
            .map(line -> line.split("\t", -1))
            .filter(cells -> cells[4].isEmpty())
            .map(cells -> cells[1])
            .toList();
    String counted = it.run("recipients", "--id", "1", "--json").stdout();
    String planned = it.run("send", "--id", "1", "--dry-run").stdout();

    it.run("send", "--id", "1");

    assertThat(it.provider.recipients()).containsExactlyInAnyOrderElementsOf(listed);
    assertThat(counted).contains("\"included\" : " + listed.size() + ",");
    assertThat(planned).contains("would go to " + Counts.of(listed.size(), "recipient"));
  }

  @Test
  void a_filter_can_be_tried_before_there_is_an_email() {
    SendingCommands it = people();

    assertThat(
            it.run(
                    "recipients",
                    "--event",
                    "1",
                    "--filter",
                    "category=Art",
                    "--filter",
                    "status=approved")
                .stdout())
        .startsWith("1\ta@a.example")
        .hasLineCount(2);
  }

  @Test
  void an_unknown_key_is_never_everyone() {
    SendingCommands it = people();

    CommandRun.Result key = it.run("recipients", "--event", "1", "--filter", "categry=Art");
    assertThat(key.exitCode()).isEqualTo(2);
    assertThat(key.stdout()).isEmpty();
    assertThat(key.stderr()).contains("categry", "did you mean 'category'");
    assertThat(it.run("recipients").exitCode()).isEqualTo(2);
    assertThat(it.run("recipients", "--id", "1", "--event", "1").exitCode()).isEqualTo(2);
    assertThat(it.run("recipients", "--id", "9").exitCode()).isEqualTo(66);
    assertThat(it.run("recipients", "--event", "nope").exitCode()).isEqualTo(66);
  }

  @Test
  void json_is_one_object() {
    SendingCommands it = people();

    assertThat(
            it.run("recipients", "--event", "1", "--filter", "email=out@a.example", "--json")
                .stdout())
        .startsWith(
            """
            {
              "filter" : "email=out@a.example",
              "total" : 1,
              "included" : 0,
              "skipped" : {
                "suppressed" : 1
              },
              "recipients" : [
                {
                  "registration_id" : "4",
                  "email" : "out@a.example",
                  "name" : "Kim Person",
                  "business_name" : "",
                  "category" : "Art",
                  "status" : "approved",
                  "payment_status" : "paid",
                  "skip_reason" : "suppressed",
                  "skip_detail" : \"""");
  }
}
