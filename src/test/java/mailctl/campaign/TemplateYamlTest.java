package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mailctl.audience.RecipientFilter;
import mailctl.database.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateYamlTest {
  private static final String ODD =
      "ab Z09\n\n\t \"'\\:#-{}|>&*!%@`,?[]<p>=~\r\u0000\u0007\u0085\u2028\u202e\ufeffä—€\ud83d\ude00";

  @Test
  void a_template_reads_well() {
    CampaignTemplate template =
        new CampaignTemplate(
            "Season",
            "For evenings",
            true,
            List.of(
                item(
                    "Welcome", "Hello {{first_name|there}}: come in", "<p>Hi</p>\n", "Hi\n\n  you"),
                new CampaignTemplate.Item(
                    item("Bye", "Bye", "", "Bye\n").draft(), "after the event", false)));

    assertThat(TemplateYaml.write("lakeside", template))
        .isEqualTo(
            """
            templates:
              - name: Season
                organization: lakeside
                description: For evenings
                default: true
                emails:
                  - name: Welcome
                    kind: transactional
                    trigger: 7 days before event at 09:00
                    filter:
                      status: [approved]
                      attributes.size: [L, "x, y"]
                    subject: "Hello {{first_name|there}}: come in"
                    html: |
                      <p>Hi</p>
                    text: |-
                      Hi

                        you

                  - name: Bye
                    kind: transactional
                    category: after the event
                    trigger: 7 days before event at 09:00
                    filter:
                      status: [approved]
                      attributes.size: [L, "x, y"]
                    enabled: false
                    subject: Bye
                    text: |
                      Bye
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " begins with a space\nand goes on",
        "\tbegins with a tab\n",
        "\nbegins with an empty line",
        "ends with empty lines\n\n\n",
        "a line of spaces\n   \nin it",
        "windows\r\nlines\r\n",
        "turned \u202e around",
        "null",
        "Yes",
        "- no list",
        "# no comment\n# at all",
        "key: value",
        "ends with a colon:",
        "--- \n...\n",
        "\n",
        "*alias &anchor !tag",
      })
  void whatever_is_in_a_text_comes_back(String text) {
    comesBack(
        new CampaignTemplate(
            "Season",
            "",
            false,
            List.of(
                item("Welcome", "Subject", text + ".", text + ".\n"), item("B", "S", text, "x"))));
  }

  @Test
  void any_text_at_all_comes_back_the_same_and_is_written_in_the_same_bytes() {
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      List<CampaignTemplate.Item> items = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        items.add(
            item(
                "x" + n + odd(random, 12).strip(),
                "x" + odd(random, 20),
                "x" + odd(random, 40),
                odd(random, 60)));
      }
      comesBack(new CampaignTemplate("t" + odd(random, 9), "d" + odd(random, 30), false, items));
    }
  }

  @Test
  void the_sample_season_is_good_and_comes_back_the_same() throws IOException {
    CampaignFile file = CampaignFile.read("season.yaml", sample());

    comesBack(file.templates().getFirst().template());
    String written = TemplateYaml.write("hudson-makers", file.templates().getFirst().template());
    assertThat(written.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()))
        .as("nothing of the sample is lost, and its layout is the exporter's")
        .containsExactlyElementsOf(
            sample().lines().filter(line -> !line.startsWith("#") && !line.isEmpty()).toList());
  }

  @Test
  void emails_of_one_name_files_without_templates_and_files_with_more_are_refused() {
    String twice =
        TemplateYaml.write(
            "o",
            new CampaignTemplate(
                "T", "", false, List.of(item("A", "S", "", "x"), item("A", "S", "", "y"))));

    assertThatThrownBy(() -> CampaignFile.read("t.yaml", twice))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("email 'A' of the template comes twice");
    assertThatThrownBy(
            () -> CampaignFile.readTemplates("t.yaml", "templates: []\n", Optional.empty()))
        .hasMessageContaining("holds no templates");
    assertThatThrownBy(
            () ->
                CampaignFile.readTemplates(
                    "t.yaml",
                    TemplateYaml.write("o", new CampaignTemplate("T", "", false, List.of()))
                        + "events: [{slug: e, title: E}]\n",
                    Optional.empty()))
        .hasMessageContaining("holds more than templates");
  }

  @Test
  void what_is_much_too_long_is_refused_in_one_sentence() {
    String long10 = "x".repeat(10_000_000);
    assertThatThrownBy(() -> CampaignFile.read("t.yaml", long10))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.DATA))
        .hasMessage("t.yaml has 10,000,000 characters; a campaign file may have 6,000,000");
    assertThatThrownBy(
            () ->
                CampaignFile.read(
                    "t.yaml",
                    TemplateYaml.write(
                        "o",
                        new CampaignTemplate(
                            "T", "", false, List.of(item("A", "S", "x".repeat(600_000), ""))))))
        .hasMessageContaining("html has 600,000 characters; 500,000 are allowed");
  }

  @Test
  void another_organization_may_take_a_template_over() {
    String yaml =
        TemplateYaml.write(
            "theirs", new CampaignTemplate("T", "", false, List.of(item("A", "S", "", "x"))));

    assertThat(CampaignFile.readTemplates("t.yaml", yaml, Optional.of("ours")).templates())
        .singleElement()
        .satisfies(entry -> assertThat(entry.organization()).isEqualTo("ours"));
  }

  private static void comesBack(CampaignTemplate template) {
    // What is stored has been read once: names and subjects have no spaces around them.
    CampaignTemplate stored = read(TemplateYaml.write("lakeside", template));
    String yaml = TemplateYaml.write("lakeside", stored);
    CampaignTemplate again = read(yaml);

    assertThat(again).isEqualTo(stored);
    assertThat(TemplateYaml.write("lakeside", again)).isEqualTo(yaml);
    for (int i = 0; i < template.items().size(); i++) {
      EmailContent before = template.items().get(i).draft().content();
      EmailContent after = stored.items().get(i).draft().content();
      assertThat(after.html()).isEqualTo(before.html());
      assertThat(after.text()).isEqualTo(before.text());
      assertThat(after.subject()).isEqualTo(before.subject().strip());
    }
  }

  private static CampaignTemplate read(String yaml) {
    return CampaignFile.read("template.yaml", yaml).templates().getFirst().template();
  }

  /// Without what the template language or the older one would take for a variable.
  private static String odd(Random random, int most) {
    StringBuilder text = new StringBuilder();
    int[] all = ODD.codePoints().toArray();
    int length = 1 + random.nextInt(most);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(all[random.nextInt(all.length)]);
    }
    return text.toString().replace("[", "(").replace("{{", "{ ").replace("}}", "} ");
  }

  private static CampaignTemplate.Item item(String name, String subject, String html, String text) {
    RecipientFilter filter =
        RecipientFilter.ofJson(
            "{\"status\": \"approved\", \"attributes.size\": [\"x, y\", \"L\"]}");
    return new CampaignTemplate.Item(
        new Draft(
            name,
            EmailKind.TRANSACTIONAL,
            new EmailContent(subject, html, text, filter.toJson()),
            Trigger.parse("7 days before event at 09:00")),
        "",
        true);
  }

  private static String sample() throws IOException {
    try (InputStream in = TemplateYamlTest.class.getResourceAsStream("/samples/season.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
