package mailctl.cli;

import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class PreviewCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private SendingCommands written() {
    SendingCommands it = new SendingCommands(db);
    it.rows
        .scheduledEmail()
        .with(SCHEDULED_EMAIL.SUBJECT, "For {{first_name|you}}")
        .with(SCHEDULED_EMAIL.HTML, "<p>Hello {{business_name}}</p>")
        .with(SCHEDULED_EMAIL.TEXT, "Hello {{business_name}}")
        .insert();
    it.rows.suppression("out@a.example").insert();
    it.rows.registration().with(REGISTRATION.EMAIL, "out@a.example").insert();
    it.rows
        .registration()
        .with(REGISTRATION.EMAIL, "kim@a.example")
        .with(REGISTRATION.BUSINESS_NAME, "Salt & Sons")
        .insert();
    return it;
  }

  @Test
  void shows_head_and_text_for_the_first_who_gets_it() {
    CommandRun.Result result = written().run("preview", "--id", "1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout())
        .matches(
            """
            From: Organization org-\\d+ <hello@org-\\d+.example>
            To: Kim Person <kim@a.example>
            Subject: For Kim
            List-Unsubscribe: <http://localhost:8080/unsubscribe/\\S+>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click

            Hello Salt & Sons
            """);
    assertThat(result.stderr()).isEmpty();
  }

  @Test
  void shows_exactly_what_is_sent() {
    SendingCommands it = written();
    String html = it.run("preview", "--id", "1", "--part", "html").stdout();
    String subject = it.run("preview", "--id", "1", "--part", "subject").stdout();

    it.run("send", "--id", "1");

    assertThat(html).isEqualTo(it.provider.requests().getFirst().html() + "\n");
    assertThat(html).contains("Salt &amp; Sons");
    assertThat(subject).isEqualTo(it.provider.requests().getFirst().subject() + "\n");
  }

  @Test
  void says_that_a_registration_would_not_get_it() {
    CommandRun.Result result =
        written().run("preview", "--id", "1", "--registration", "1", "--part", "subject");

    assertThat(result.stdout()).isEqualTo("For Kim\n");
    assertThat(result.stderr()).startsWith("registration 1 is skipped: suppressed (");
  }

  @Test
  void json_holds_all_parts() {
    assertThat(written().run("preview", "--id", "1", "--json").stdout())
        .contains(
            "\"scheduled_email_id\" : \"1\"",
            "\"registration_id\" : \"2\"",
            "\"from\" : {\n    \"address\"",
            "\"to\" : {\n    \"address\" : \"kim@a.example\"",
            "\"subject\" : \"For Kim\"",
            "\"List-Unsubscribe-Post\"",
            "\"html\" : \"<p>Hello Salt &amp; Sons</p>\"",
            "\"text\" : \"Hello Salt & Sons\"");
  }

  @Test
  void writes_the_html_to_a_file(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("preview.html");

    SendingCommands it = written();
    CommandRun.Result result = it.run("preview", "--id", "1", "--html", file.toString());

    assertThat(result).isEqualTo(new CommandRun.Result(0, "", "wrote " + file + "\n"));
    assertThat(Files.readString(file)).isEqualTo("<p>Hello Salt &amp; Sons</p>");
    assertThat(
            it.run("preview", "--id", "1", "--html", folder.resolve("no/where").toString())
                .exitCode())
        .isEqualTo(66);
  }

  @Test
  void lists_every_error_of_the_template() {
    SendingCommands it = written();
    it.rows
        .scheduledEmail()
        .with(SCHEDULED_EMAIL.SUBJECT, "{{nobody}}")
        .with(SCHEDULED_EMAIL.TEXT, "{{first_name")
        .insert();

    CommandRun.Result result = it.run("preview", "--id", "2");

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stderr()).contains("subject line 1, column 1", "text line 1, column 1");
  }

  @Test
  void an_empty_audience_has_nobody_to_render_for() {
    SendingCommands it = new SendingCommands(db);
    it.rows.scheduledEmail().insert();

    CommandRun.Result result = it.run("preview", "--id", "1");

    assertThat(result.exitCode()).isEqualTo(66);
    assertThat(result.stderr()).contains("the audience of scheduled email 1 is empty");
  }
}
