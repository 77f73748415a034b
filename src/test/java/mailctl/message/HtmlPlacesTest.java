package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HtmlPlacesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "<a href=\"{{website}}\">x</a> ~ javascript:alert(1) ~ <a href=\"#\">x</a>",
        "<a href='{{website}}'>x</a> ~ JavaScript:alert(1) ~ <a href='#'>x</a>",
        "<a href=\" {{website}}\">x</a> ~ data:text/html,x ~ <a href=\" #\">x</a>",
        "<a href=\"{{website}}\">x</a> ~ https://a.example/?a=1&b=\"2\" ~ <a href=\"https://a.example/?a=1&amp;b=&quot;2&quot;\">x</a>",
        "<a href=\"{{website}}\">x</a> ~ /a:b ~ <a href=\"/a:b\">x</a>",
        "<img src=\"{{website}}\" alt=\"{{phone}}\"> ~ vbscript:x ~ <img src=\"#\" alt=\"vbscript:x\">",
        "<a href=\"https://x.example/?n={{website}}\">x</a> ~ Kim & Co=1 ~ <a href=\"https://x.example/?n=Kim%20%26%20Co%3D1\">x</a>",
        "<a href=\"https://x.example/{{website}}\">x</a> ~ a/b:c ~ <a href=\"https://x.example/a/b:c\">x</a>",
        "<p title=\"{{website}}\">{{website}}</p> ~ javascript:alert(1) ~ <p title=\"javascript:alert(1)\">javascript:alert(1)</p>",
        "<!-- {{website}} --> ~ --><b> ~ <!-- --&gt;&lt;b&gt; -->",
        "<!--[if mso]><a href=\"{{website}}\">x</a><![endif]--> ~ javascript:1 ~ <!--[if mso]><a href=\"#\">x</a><![endif]-->",
        "<a {{#if phone}}href=\"{{website}}\"{{else}}title=\"-\"{{/if}}>x</a> ~ javascript:1 ~ <a href=\"#\">x</a>",
        "1 < 2 {{website}} ~ <i> ~ 1 < 2 &lt;i&gt;",
        "<style>a { color: red }</style><p>{{website}} ~ x ~ <style>a { color: red }</style><p>x",
      })
  void a_value_is_made_fit_for_where_it_stands(String html, String value, String rendered) {
    MessageContent content = MessageContent.parse("s", html, "", VariableCatalog.names());

    assertThat(content.render(_ -> value).html()).contains(rendered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "<script>var x = \"{{phone}}\"</script> ~ stands in a <script>",
        "<STYLE>a { color: {{phone}} }</STYLE> ~ stands in a <style>",
        "<p onclick=\"x('{{phone}}')\"> ~ stands in onclick",
        "<p style=\"color: {{phone}}\"> ~ stands in style",
        "<a href={{website}}>x</a> ~ is the value of href, which needs quotes around it",
        "<a href=x{{website}}>x</a> ~ is the value of href, which needs quotes around it",
        "<{{phone}}> ~ stands inside a tag",
        "<p {{phone}}> ~ stands inside a tag",
        "<p {{phone}}=\"x\"> ~ stands inside a tag",
        "<p {{#if phone}}title=\"{{/if}}\"> ~ begins and ends in different places of the HTML",
      })
  void where_no_value_is_harmless_none_may_stand(String html, String problem) {
    TemplateException e =
        catchThrowableOfType(
            TemplateException.class,
            () -> MessageContent.parse("s", html, "", VariableCatalog.names()));

    assertThat(e).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u202eb", "\u2066x\u2069", "\u202dz"})
  void what_turns_the_text_behind_it_is_left_out_of_values(String value) {
    MessageContent content =
        MessageContent.parse(
            "{{phone}}", "<p>{{phone}} \u202e</p>", "{{phone}}", VariableCatalog.names());

    RenderedMessage message = content.render(_ -> value);

    assertThat(message.subject()).doesNotContainPattern("[\u202a-\u202e\u2066-\u2069]");
    assertThat(message.text()).doesNotContainPattern("[\u202a-\u202e\u2066-\u2069]");
    assertThat(message.html().orElseThrow()).endsWith(" \u202e</p>");
  }

  @Test
  void marks_that_turn_nothing_else_stay() {
    assertThat(
            Template.parse("{{phone}}", VariableCatalog.names()).render(Part.TEXT, _ -> "\u200fx"))
        .isEqualTo("\u200fx");
  }
}
