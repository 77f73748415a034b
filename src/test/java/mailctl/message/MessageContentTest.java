package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MessageContentTest {
  @Test
  void html_alone_gets_a_text_part_with_the_same_variables() {
    MessageContent content =
        MessageContent.parse(
            " {{event_title}}:\r\n see you ",
            "<p>Dear {{first_name|<you> &amp; me}},</p><p>see <a href=\"{{event_link}}\">the page</a></p>",
            "",
            VariableCatalog.names());
    Map<String, String> values =
        Map.of("event_title", "Arts\r\nBcc: x", "event_link", "https://x.example/?a=1&b=2");

    RenderedMessage message = content.render(name -> values.getOrDefault(name, ""));

    assertThat(message.subject()).isEqualTo("Arts Bcc: x: see you");
    assertThat(message.html())
        .contains(
            "<p>Dear &lt;you&gt; &amp;amp; me,</p><p>see"
                + " <a href=\"https://x.example/?a=1&amp;b=2\">the page</a></p>");
    assertThat(message.text())
        .isEqualTo("Dear <you> &amp; me,\n\nsee the page (https://x.example/?a=1&b=2)");
    assertThat(content.variables()).containsExactly("event_title", "first_name", "event_link");
  }

  @Test
  void text_alone_stays_text() {
    MessageContent content =
        MessageContent.parse("Hi", "", "1 < 2, {{first_name}}", VariableCatalog.names());

    assertThat(content.render(_ -> "<b>"))
        .isEqualTo(new RenderedMessage("Hi", Optional.empty(), "1 < 2, <b>"));
  }

  @Test
  void the_problems_of_all_parts_come_together() {
    TemplateException e =
        catchThrowableOfType(
            TemplateException.class,
            () ->
                MessageContent.parse(
                    "{{titel}}", "<p>\n{{phon}}", "{{event_titel}}", VariableCatalog.names()));

    assertThat(e.problems())
        .extracting(TemplateProblem::toString)
        .containsExactly(
            "subject line 1, column 1: unknown variable 'titel'",
            "html line 2, column 1: unknown variable 'phon' (did you mean 'phone'?)",
            "text line 1, column 1: unknown variable 'event_titel' (did you mean 'event_title'?)");
    assertThat(
            catchThrowableOfType(
                    TemplateException.class,
                    () -> MessageContent.parse(" ", "", "", VariableCatalog.names()))
                .problems())
        .hasSize(2);
  }
}
