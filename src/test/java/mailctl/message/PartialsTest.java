package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PartialsTest {
  private static final Partials PARTIALS =
      Partials.of(
          Map.of(
              "header", new Partials.Source("<h1>{{event_title}}</h1>{{> logo}}", ""),
              "logo", new Partials.Source("<img src=\"x\" alt=\"{{organization_name}}\">", "x"),
              "footer",
                  new Partials.Source(
                      "<a href=\"{{unsubscribe_link}}\">no</a>", "no: {{unsubscribe_link}}"),
              "a", new Partials.Source("{{> b}}", ""),
              "b", new Partials.Source("{{> c}}", ""),
              "c", new Partials.Source("{{> a}}", ""),
              "bad", new Partials.Source("line\n{{nobody}}", "")));

  @Test
  void partials_stand_where_they_are_named_and_include_others() {
    MessageContent content = parse("{{> header }}<p>Hi</p>{{>footer}}", "Hi {{> footer}}");

    RenderedMessage message = content.render(name -> "<" + name + ">");

    assertThat(message.html())
        .contains(
            "<h1>&lt;event_title&gt;</h1><img src=\"x\" alt=\"&lt;organization_name&gt;\"><p>Hi</p>"
                + "<a href=\"&lt;unsubscribe_link&gt;\">no</a>");
    assertThat(message.text()).isEqualTo("Hi no: <unsubscribe_link>");
    assertThat(content.always("unsubscribe_link")).isTrue();
  }

  @Test
  void what_cannot_be_included_is_told_at_its_place() {
    assertThat(problem("<p>\n {{> a}}", ""))
        .isEqualTo(
            "html line 2, column 2: partial 'a', line 1, column 1: partial 'b', line 1, column 1:"
                + " partial 'c', line 1, column 1: partials include each other in a circle:"
                + " a > b > c > a");
    assertThat(problem("{{> hedaer}}", ""))
        .isEqualTo("html line 1, column 1: there is no partial 'hedaer' (did you mean 'header'?)");
    assertThat(problem("{{> bad}}", ""))
        .isEqualTo(
            "html line 1, column 1: partial 'bad', line 2, column 1: unknown variable 'nobody'");
    assertThat(problem("", "{{> header}}"))
        .isEqualTo("text line 1, column 1: the partial 'header' has no text");
  }

  @Test
  void partials_that_double_each_other_end_at_the_limit() {
    Map<String, Partials.Source> doubling = new HashMap<>();
    doubling.put("p0", new Partials.Source("x".repeat(100), ""));
    for (int i = 1; i < 40; i++) {
      String include = "{{> p" + (i - 1) + "}}";
      doubling.put("p" + i, new Partials.Source(include + include, ""));
    }

    assertThatThrownBy(
            () ->
                MessageContent.parse(
                    "s", "{{> p39}}", "", VariableCatalog.names(), Partials.of(doubling)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("more than 1000000 characters");
  }

  @Test
  void a_template_of_ten_megabytes_is_refused_without_being_read() {
    String large = "{{nobody}}".repeat(1_000_000);

    assertThat(problem(large, ""))
        .isEqualTo("html line 1, column 1: it has 10,000,000 characters; 1,000,000 are the most");
    assertThat(
            catchThrowableOfType(
                    TemplateException.class, () -> parse("{{nobody}}".repeat(99_000), ""))
                .problems())
        .hasSize(50);
  }

  @Test
  void a_partial_that_may_exist_is_not_looked_for() {
    MessageContent content =
        MessageContent.parse("s", "{{> any}}", "", VariableCatalog.names(), Partials.ANY);

    assertThat(content.always("unsubscribe_link")).isTrue();
    assertThatThrownBy(() -> content.render(_ -> "")).isInstanceOf(IllegalStateException.class);
  }

  private static MessageContent parse(String html, String text) {
    return MessageContent.parse("s", html, text, VariableCatalog.names(), PARTIALS);
  }

  private static String problem(String html, String text) {
    return catchThrowableOfType(TemplateException.class, () -> parse(html, text))
        .problems()
        .getFirst()
        .toString();
  }
}
