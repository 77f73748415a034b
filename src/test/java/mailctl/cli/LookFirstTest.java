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

/// Samples of every branch, the linter, and a copy for oneself.
final class LookFirstTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  private SendingCommands written(String html) {
    SendingCommands it = new SendingCommands(db);
    it.rows
        .scheduledEmail()
        .with(SCHEDULED_EMAIL.SUBJECT, "For {{first_name|you}}")
        .with(SCHEDULED_EMAIL.HTML, html)
        .with(SCHEDULED_EMAIL.TEXT, "")
        .insert();
    for (String category : new String[] {"Food", "Art", "Food"}) {
      it.rows.registration().with(REGISTRATION.CATEGORY, category).insert();
    }
    return it;
  }

  @Test
  void preview_shows_one_sample_of_every_branch() throws IOException {
    SendingCommands it =
        written("<p>{{#if vendor_category is Food}}Cook{{else}}<b>Paint</b>{{/if}}</p>");
    Path page = folder.resolve("all.html");

    CommandRun.Result shown = it.run("preview", "--id", "1", "--branches");
    CommandRun.Result file =
        it.run("preview", "--id", "1", "--branches", "--output", page.toString());

    assertThat(shown.stdout())
        .contains(
            "=== vendor_category is Food: 2 recipients\nFrom: ",
            "=== vendor_category is not Food: 1 recipient\nFrom: ",
            "\n\nCook\n",
            "\n\nPaint\n");
    assertThat(file).isEqualTo(new CommandRun.Result(0, "", "wrote " + page + "\n"));
    assertThat(Files.readString(page))
        .contains(
            "<iframe sandbox", "srcdoc=\"&lt;p&gt;Cook&lt;/p&gt;\"", "vendor_category is not Food");
    assertThat(it.run("preview", "--id", "1", "--branches", "--json").stdout())
        .contains("\"messages\" : [", "\"registration_id\" : \"2\"");
    assertThat(it.run("preview", "--id", "1", "--branches", "--registration", "1").exitCode())
        .isEqualTo(2);
  }

  @Test
  void lint_finds_what_goes_wrong_in_mailboxes() {
    SendingCommands it =
        written(
            """
            <p>{{#if vendor_category is Art}}<a href="{{payment_link}}">pay</a>{{/if}}
            <a href="htp://x">a</a><a href="www.example.org">b</a><a href="https://ok.example/?a=1">c</a>
            <a href="https://b ad.example">d</a><img src="https://x.example/i.png"></p>
            """
                + "x".repeat(110_000));

    CommandRun.Result found = it.run("lint", "--id", "1");

    assertThat(found.exitCode()).isEqualTo(1);
    assertThat(found.stdout())
        .contains(
            "error\tlink\t1\ta link has a scheme that mailboxes do not open: htp://x",
            "error\tlink\t1\ta link is relative, which leads nowhere in a mail: www.example.org",
            "error\tlink\t1\ta link is no address: https://b ad.example",
            "error\tlink\t2\ta link goes nowhere: its target is empty",
            "error\tunsubscribe\t1\tit is promotional and shows no unsubscribe link",
            "warning\tsize\t1\tthe HTML has 110,",
            "warning\talt\t1\tan image has no alt text: https://x.example/i.png",
            "warning\tno_text\t1\tnobody wrote a text part")
        .doesNotContain("ok.example");
    assertThat(it.run("lint", "--id", "1", "--json").stdout())
        .contains("\"level\" : \"warning\"", "\"code\" : \"size\"", "\"branch\" : ");
  }

  @Test
  void lint_is_content_with_what_is_well_unless_it_is_strict() {
    SendingCommands it = written("<p><a href=\"{{unsubscribe_link}}\">no more</a></p>");

    assertThat(it.run("lint", "--id", "1").exitCode()).isZero();
    assertThat(it.run("lint", "--id", "1", "--strict").exitCode()).isEqualTo(1);
    assertThat(it.run("lint", "--id", "9").exitCode()).isEqualTo(66);
  }

  @Test
  void a_test_copy_is_marked_and_counts_nowhere() {
    SendingCommands it = written("<p>Hi {{first_name}}</p>");
    String before = it.run("stats", "--id", "1", "--json").stdout();

    CommandRun.Result dry = it.run("send", "--id", "1", "--test-to", "me@x.example", "--dry-run");
    assertThat(it.provider.requests()).isEmpty();
    CommandRun.Result sent = it.run("send", "--id", "1", "--test-to", "me@x.example");

    assertThat(dry.stderr()).startsWith("dry run: nothing was sent; would send one test copy");
    assertThat(sent.stderr()).startsWith("sent one test copy of scheduled email 1 to me@x.example");
    assertThat(it.provider.recipients()).containsExactly("me@x.example");
    assertThat(it.provider.requests().getFirst().subject()).isEqualTo("[TEST] For Kim");
    assertThat(it.run("stats", "--id", "1", "--json").stdout()).isEqualTo(before);
    assertThat(it.statuses(1)).isEmpty();
    assertThat(it.status(1)).isEqualTo("scheduled");
  }

  @Test
  void who_is_suppressed_gets_no_test_and_a_broken_address_is_refused() {
    SendingCommands it = written("<p>Hi</p>");
    it.rows.suppression("me@x.example").insert();

    assertThat(it.run("send", "--id", "1", "--test-to", "Me@x.example").toString())
        .contains("exit code 1", "is suppressed: it is sent no test either");
    assertThat(it.run("send", "--id", "1", "--test-to", "me@x\r\nBcc: y@y.example").exitCode())
        .isEqualTo(2);
    assertThat(it.provider.requests()).isEmpty();
  }
}
