package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
  private static final Set<String> KNOWN = VariableCatalog.names();

  @Test
  void variables_are_filled_in_and_blank_ones_get_their_fallback() {
    Template template =
        Template.parse(
            "Dear {{first_name|there}}, {{ event_title }}! {{attributes.size|M}}{{phone}}", KNOWN);

    assertThat(template.render(Part.TEXT, values("first_name", "Kim", "event_title", "Fair")))
        .isEqualTo("Dear Kim, Fair! M");
    assertThat(template.render(Part.TEXT, values("first_name", "  ", "attributes.size", "L")))
        .isEqualTo("Dear there, ! L");
    assertThat(template.placeholders())
        .extracting(Placeholder::toString)
        .containsExactly(
            "{{first_name|there}}", "{{event_title}}", "{{attributes.size|M}}", "{{phone}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<b>\"O'Neil\" & Sons</b>",
        "{{unsubscribe_link}}",
        "[unsubscribeLink]",
        "{{first_name|x}}",
        "}}{{",
        "$1 \\ %s",
        "a\r\nBcc: everyone@x.example",
        "x\u2028y\u0000z"
      })
  void a_hostile_value_is_text_and_nothing_else(String value) {
    Template template = Template.parse("A {{business_name}} Z {{event_title|{x}}}", KNOWN);
    Function<String, String> values = values("business_name", value, "event_title", "T");

    assertThat(template.render(Part.TEXT, values))
        .isEqualTo("A " + value.replace("\0", "") + " Z T}");
    assertThat(template.render(Part.HTML, values))
        .doesNotContain("<", "\"", "'")
        .startsWith("A ")
        .endsWith(" Z T}");
    assertThat(template.render(Part.SUBJECT, values))
        .doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]");
  }

  @Test
  void values_are_escaped_for_the_part_they_land_in() {
    assertThat(Part.HTML.escape("<a href=\"x\">'&</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&lt;/a&gt;");
    assertThat(Part.SUBJECT.escape("a\r\n\tb\u0085c <b>")).isEqualTo("a b c <b>");
    assertThat(Part.TEXT.escape("a\r\nb <b>")).isEqualTo("a\r\nb <b>");
    assertThat(new Placeholder("phone", Optional.of("<none>")).fill(Part.HTML, values()))
        .isEqualTo("&lt;none&gt;");
  }

  @Test
  void every_problem_is_listed_with_its_place_and_the_nearest_name() {
    TemplateException e =
        broken(
            "Dear {{frist_name}},\nthe {{eventTitle}} and\n  {{nothing_like_it_at_all}} {{}} {{open");

    assertThat(e.problems())
        .extracting(TemplateProblem::toString)
        .containsExactly(
            "line 1, column 6: unknown variable 'frist_name' (did you mean 'first_name'?)",
            "line 2, column 5: unknown variable 'eventTitle' (did you mean 'event_title'?)",
            "line 3, column 3: unknown variable 'nothing_like_it_at_all'",
            "line 3, column 30: '{{}}' names no variable",
            "line 3, column 35: '{{' is not closed by '}}'");
    assertThat(e).hasMessageContaining("; line 2, column 5");
  }

  @ParameterizedTest
  @CsvSource({
    "{{a {{phone}}, 'line 1, column 1: ''{{'' is not closed by ''}}'''",
    "{{, 'line 1, column 1: ''{{'' is not closed by ''}}'''",
    "{{Phone}}, 'line 1, column 1: unknown variable ''Phone'' (did you mean ''phone''?)'",
    "{{attributes.}}, 'line 1, column 1: unknown variable ''attributes.'''",
    "😀 {{x}}, 'line 1, column 3: unknown variable ''x'''"
  })
  void what_is_not_understood_is_an_error(String text, String problem) {
    assertThat(broken(text).problems())
        .extracting(TemplateProblem::toString)
        .containsExactly(problem);
  }

  @Test
  void braces_of_style_sheets_are_text() {
    String css = "@media (x) { a { color: red }} { } [x]";

    assertThat(Template.parse(css, KNOWN).render(Part.HTML, values())).isEqualTo(css);
    assertThat(Template.parse("", KNOWN).render(Part.HTML, values())).isEmpty();
  }

  @Test
  void old_names_mean_the_present_ones() {
    assertThat(Template.parse("{{event_name}} {{payment_deadline}}", KNOWN).placeholders())
        .extracting(Placeholder::variable)
        .containsExactly("event_title", "payment_due_date");
  }

  @Test
  void tags_filled_in_by_somebody_else_give_the_same_text() {
    Random random = new Random(7);
    List<String> pieces =
        List.of(
            "text <b> ",
            "{{first_name|you}}",
            "{{event_title}}",
            "{{attributes.a}}",
            "}} ",
            "\r\n",
            "{{email|<x>}}");
    List<String> hostile =
        List.of("", " ", "<i>", "{{email}}", "[email]", "\r\nBcc: x", "$0", "é'\"&");
    for (int round = 0; round < 500; round++) {
      StringBuilder source = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        source.append(pieces.get(random.nextInt(pieces.size())));
      }
      Map<String, String> map = new HashMap<>();
      for (String name : List.of("first_name", "event_title", "attributes.a", "email")) {
        map.put(name, hostile.get(random.nextInt(hostile.size())));
      }
      Function<String, String> values = name -> map.getOrDefault(name, "");
      Template template = Template.parse(source.toString(), KNOWN);
      for (Part part : Part.values()) {
        Map<String, String> tags = new HashMap<>();
        String tagged =
            template.renderWith(
                placeholder -> {
                  String tag = "-r4nd0m" + Math.abs(placeholder.hashCode()) + "-";
                  tags.put(tag, placeholder.fill(part, values));
                  return tag;
                });
        for (Map.Entry<String, String> tag : tags.entrySet()) {
          tagged = tagged.replace(tag.getKey(), tag.getValue());
        }
        assertThat(tagged).isEqualTo(template.render(part, values));
      }
    }
  }

  private static TemplateException broken(String text) {
    return catchThrowableOfType(TemplateException.class, () -> Template.parse(text, KNOWN));
  }

  private static Function<String, String> values(String... pairs) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return name -> map.getOrDefault(name, "");
  }
}
