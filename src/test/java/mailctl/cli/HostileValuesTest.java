package mailctl.cli;

import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import mailctl.sandbox.MailboxMessage;
import mailctl.support.TestDatabase;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever stands in a registration, a mailbox shows it as text: it is no HTML, no header and no
/// template, and takes no other text along.
final class HostileValuesTest {
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script><img src=x onerror=alert(1)>",
          "\"' onmouseover=\"alert(1)\" x='",
          "Kim\r\nBcc: everyone@x.example\r\n\r\n<b>body</b>",
          "{{unsubscribe_link}} {{#if phone}}x{{/if}} {{> footer}} {{",
          "[unsubscribeLink] -tag.0- %recipient% {{{x}}} $1 \\0",
          "\u202eevil\u202c \u2066isolated",
          "javascript:alert(document.cookie)",
          "--><b>x</b><!-- ]]> &lt;b&gt; &#x3c;",
          "a\u0000b\u0085c\u2028d\u2029e",
          "-->\n</title></textarea></style></script><h1>out</h1>");

  private static final String HTML =
      """
      <html><head><title>{{vendor_name}}</title></head><body>
      <!-- {{business_name}} -->
      <p title="{{full_name}}">N {{full_name}} B {{business_name}} P {{phone}} C {{vendor_category}}
      A {{attributes.note}} W {{website}}</p>
      <a href="{{website}}" title='{{attributes.note}}'>w</a>
      <a href="https://x.example/?n={{full_name}}&amp;c={{vendor_category}}">q</a>
      {{#if attributes.note is yes}}YES{{else}}NO{{/if}}
      <p><a href="{{unsubscribe_link}}">no more</a></p></body></html>
      """;

  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void every_field_with_every_value_is_text_in_the_mailbox() {
    try (MailboxFixture mail = new MailboxFixture(db)) {
      mail.rows
          .scheduledEmail()
          .with(SCHEDULED_EMAIL.SUBJECT, "For {{full_name}} {{business_name}} {{attributes.note}}")
          .with(SCHEDULED_EMAIL.HTML, HTML)
          .with(SCHEDULED_EMAIL.TEXT, "")
          .insert();
      int i = 0;
      for (String value : HOSTILE) {
        // PostgreSQL itself keeps no zero character.
        String stored = value.replace("\0", "");
        mail.rows
            .registration()
            .with(REGISTRATION.EMAIL, "p" + i++ + "@a.example")
            .with(REGISTRATION.NAME, stored)
            .with(REGISTRATION.BUSINESS_NAME, stored)
            .with(REGISTRATION.PHONE, stored)
            .with(REGISTRATION.WEBSITE, stored)
            .with(REGISTRATION.CATEGORY, stored)
            .with(REGISTRATION.ATTRIBUTES, JSONB.valueOf(note(stored)))
            .insert();
      }

      assertThat(mail.run("send", "--id", "1").exitCode()).isZero();

      assertThat(mail.mailbox()).hasSize(HOSTILE.size()).allSatisfy(HostileValuesTest::isText);
      // Requests overtake each other.
      MailboxMessage script =
          mail.mailbox().stream()
              .filter(it -> it.to().equals("p0@a.example"))
              .findFirst()
              .orElseThrow();
      assertThat(script.html()).contains("N &lt;script&gt;alert(1)&lt;/script&gt;");
      assertThat(script.text()).contains("N <script>alert(1)</script>");
      assertThat(mail.mailbox()).allSatisfy(it -> assertThat(it.html()).contains("NO"));
    }
  }

  private static String note(String value) {
    return JsonMapper.builder().build().createObjectNode().put("note", value).toString();
  }

  /// As a mail program would read it: the tags are those of the template, the headers ours.
  private static void isText(MailboxMessage message) {
    String html = message.html();
    assertThat(html.replaceAll("(?s)<!--.*?-->", "").replaceAll("[^<]*(<[/a-z0-9]+)[^<]*", "$1 "))
        .isEqualTo(
            "<html <head <title </title </head <body <p </p <a </a <a </a <p <a </a </p </body </html ");
    assertThat(html).containsPattern("<a href=\"(#|[^\":]*|https?:[^\"]*)\" title='[^']*'>w</a>");
    assertThat(html)
        .containsPattern(
            "href=\"https://x.example/\\?n=[A-Za-z0-9%._*-]*&amp;c=[A-Za-z0-9%._*-]*\"");
    assertThat(html).doesNotContainPattern("[\u202a-\u202e\u2066-\u2069]");
    assertThat(message.subject())
        .startsWith("For ")
        .doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]");
    assertThat(message.toName())
        .doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069<>\"]");
    assertThat(message.headers().keySet())
        .containsExactlyInAnyOrder("List-Unsubscribe", "List-Unsubscribe-Post");
    assertThat(message.text()).contains("no more (http://localhost:8080/unsubscribe/");
  }

  @Test
  void an_organizations_name_ends_no_header_either() {
    try (MailboxFixture mail = new MailboxFixture(db)) {
      mail.rows.organization().with(ORGANIZATION.NAME, "Fair\r\nBcc: x@x.example\u202e").insert();
      mail.rows.event().with(mailctl.database.schema.Tables.EVENT.ORGANIZATION_ID, 1L).insert();
      mail.rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, 1L).insert();
      mail.rows.registration().with(REGISTRATION.EVENT_ID, 1L).insert();

      assertThat(mail.run("send", "--id", "1").exitCode()).isZero();

      assertThat(mail.mailbox().getFirst().from()).doesNotContainPattern("[\\p{Cntrl}\u202e]");
    }
  }
}
