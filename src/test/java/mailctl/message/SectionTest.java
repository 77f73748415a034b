package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SectionTest {
  private static final Set<String> KNOWN = VariableCatalog.names();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{{#if phone}}call{{/if}}; 1; call",
        "{{#if phone}}call{{/if}}; ` `; ``",
        "{{#if phone}}call{{else}}write{{/if}}; ``; write",
        "{{#if phone}}call{{else}}write{{/if}}; False; write",
        "{{# if  phone }}call{{ else }}write{{ /if }}; 1; call",
        "{{#unless phone}}write{{else}}call{{/unless}}; 1; call",
        "{{#if phone is 12}}twelve{{else}}other{{/if}}; 12; twelve",
        "{{#if phone is \"a b\"}}ab{{/if}}; A B; ab",
        "{{#if phone is 12}}twelve{{/if}}; 123; ``",
        "{{#if phone}}{{#if phone is 1}}one{{else}}{{phone}}{{/if}}{{else}}none{{/if}}; 2; 2",
      })
  void a_section_is_there_for_those_whom_its_condition_fits(
      String template, String phone, String text) {
    assertThat(Template.parse(template, KNOWN).render(Part.TEXT, values("phone", phone)))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "a {{#if phone}}b; line 1, column 3: '{{#if}}' is not closed by '{{/if}}'",
        "{{/if}}; line 1, column 1: '{{/if}}' closes no section",
        "{{else}}; line 1, column 1: '{{else}}' stands outside a section",
        "{{#if phone}}{{else}}{{else}}{{/if}}; line 1, column 22: a section has one '{{else}}'",
        "{{#if phone}}{{/unless}}; line 1, column 14: '{{/unless}}' closes '{{#if}}'",
        "{{#if}}{{/if}}; line 1, column 1: '{{#if}}' names no variable",
        "{{#if phon}}{{/if}}; line 1, column 1: unknown variable 'phon' (did you mean 'phone'?)",
        "{{#each phone}}{{/if}}; line 1, column 1: '{{#each}}' is unknown: sections begin with #if or #unless",
        "{{> x}}; line 1, column 1: there is no partial 'x'",
        "{{event_title|format:iso}}; line 1, column 1: 'event_title' is no date: it cannot have a format",
        "{{event_date|format:HH}}; line 1, column 1: 'HH' is no date format: use long, medium, short, iso, weekday, day or a pattern such as 'MMM d, uuuu'",
      })
  void what_is_not_whole_is_an_error(String template, String problem) {
    assertThat(broken(template).problems())
        .extracting(TemplateProblem::toString)
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "{{event_date|format:iso}}, 2025-06-15",
    "{{event_date|format:medium}}, 'June 15, 2025'",
    "{{event_date|format: d.M.uuuu |soon}}, 15.6.2025",
    "{{event_end_date|format:iso|soon}}, soon",
    "{{attributes.born|format:day}}, 'May 4'",
    "{{attributes.what|format:iso}}, not a date",
    "{{event_date}}, 'Sunday, June 15, 2025'"
  })
  void a_date_is_written_as_the_template_asks(String template, String text) {
    assertThat(
            Template.parse(template, KNOWN)
                .render(
                    Part.TEXT,
                    values(
                        "event_date", "Sunday, June 15, 2025",
                        "attributes.born", "2001-05-04",
                        "attributes.what", "not a date")))
        .isEqualTo(text);
  }

  @Test
  void a_text_part_made_from_html_has_the_sections_too() {
    MessageContent content =
        MessageContent.parse(
            "{{#if phone}}Call{{else}}Mail{{/if}}",
            "<p>Hi</p>{{#if phone}}<p>{{phone}}</p>{{else}}<p><a href=\"{{website}}\">w</a></p>{{/if}}",
            "",
            KNOWN);

    assertThat(content.render(values("phone", "1")).text()).isEqualTo("Hi\n\n1");
    assertThat(content.render(values("website", "https://a.example")).text())
        .isEqualTo("Hi\n\nw (https://a.example)");
    assertThat(content.render(values()).subject()).isEqualTo("Mail");
    assertThat(content.variables()).containsExactly("phone", "website");
    assertThat(content.decisions(values("phone", "1"))).containsExactly("phone");
    assertThat(content.decisions(values())).containsExactly("no phone");
  }

  @Test
  void the_unsubscribe_link_is_always_there_only_when_every_way_has_it() {
    assertThat(always("{{#if phone}}{{unsubscribe_link}}{{/if}}")).isFalse();
    assertThat(always("{{#if phone}}{{unsubscribe_link}}{{else}}{{unsubscribe_link}}{{/if}}"))
        .isTrue();
    assertThat(always("a {{unsubscribe_link}}")).isTrue();
    assertThat(always("{{#if unsubscribe_link}}b{{/if}}")).isFalse();
  }

  /// Recipients of one branch share a text but for the values: whatever the template and whoever
  /// they are.
  @Test
  void equal_branches_give_equal_texts_with_tags_and_without() {
    Random random = new Random(11);
    List<String> names = List.of("phone", "first_name", "vendor_category", "attributes.a");
    for (int round = 0; round < 300; round++) {
      MessageContent content =
          MessageContent.parse(
              "{{#if phone is x}}a{{else}}{{phone}}{{/if}}",
              "<p>" + random(random, names, 3) + "</p>",
              "",
              KNOWN);
      Map<String, MessageBranch> branches = new HashMap<>();
      for (int person = 0; person < 20; person++) {
        Map<String, String> map = new HashMap<>();
        names.forEach(
            name ->
                map.put(name, List.of("", "x", "<b>{{#if phone}}", "Food").get(random.nextInt(4))));
        Function<String, String> values = name -> map.getOrDefault(name, "");
        MessageBranch branch =
            branches.computeIfAbsent(content.branch(values), _ -> content.resolve(values));
        assertThat(branch.render(values)).isEqualTo(content.render(values));
        assertThat(content.resolve(values)).isEqualTo(branch);
      }
    }
  }

  private static String random(Random random, List<String> names, int depth) {
    StringBuilder text = new StringBuilder("t");
    for (int i = 0; i < 3; i++) {
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(depth == 0 ? 2 : 4)) {
        case 0 -> text.append(" lit ");
        case 1 -> text.append("{{").append(name).append("|-}}");
        case 2 ->
            text.append("{{#if ")
                .append(name)
                .append(random.nextBoolean() ? " is Food" : "")
                .append("}}")
                .append(random(random, names, depth - 1))
                .append("{{else}}")
                .append(random(random, names, depth - 1))
                .append("{{/if}}");
        default ->
            text.append("{{#unless ")
                .append(name)
                .append("}}")
                .append(random(random, names, depth - 1))
                .append("{{/unless}}");
      }
    }
    return text.toString();
  }

  private static boolean always(String html) {
    return MessageContent.parse("s", html, "", KNOWN).always("unsubscribe_link");
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
