package mailctl.campaign;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import mailctl.audience.RecipientFilter;

/// Writes a template as a campaign file: one key a line, texts as blocks of their own lines,
/// nothing that is as usual, so that a change reads well in a review. The same template always
/// gives the same bytes, and `CampaignFile.read` gives the same template.
public final class TemplateYaml {
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _./@+:,'()&!?{}|–—-]*");
  private static final Pattern PLAIN_IN_LIST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _./@+-]*");
  private static final Set<String> OTHER_MEANINGS =
      Set.of("null", "true", "false", "yes", "no", "on", "off");

  /// What a block of lines cannot show, or would hide: other line ends, marks that turn the
  /// direction of the text.
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\u200E\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFFE\\uFFFF"
              + "&&[^\\n\\t]]");

  private static final Pattern BLANK_BUT_NOT_EMPTY = Pattern.compile("(?m)^[ \\t]+$");

  private final StringBuilder out = new StringBuilder();

  private TemplateYaml() {}

  /// @param organization its slug
  public static String write(String organization, CampaignTemplate template) {
    TemplateYaml yaml = new TemplateYaml();
    yaml.template(organization, template);
    return yaml.out.toString();
  }

  private void template(String organization, CampaignTemplate template) {
    out.append("templates:\n");
    line("  - ", "name", template.name());
    line("    ", "organization", organization);
    if (!template.description().isEmpty()) {
      text("    ", "description", template.description());
    }
    if (template.isDefault()) {
      out.append("    default: true\n");
    }
    out.append(template.items().isEmpty() ? "    emails: []\n" : "    emails:\n");
    boolean first = true;
    for (CampaignTemplate.Item item : template.items()) {
      out.append(first ? "" : "\n");
      first = false;
      item(item);
    }
  }

  private void item(CampaignTemplate.Item item) {
    Draft draft = item.draft();
    EmailContent content = draft.content();
    line("      - ", "name", draft.name());
    line("        ", "kind", draft.kind().text());
    if (!item.category().isEmpty()) {
      line("        ", "category", item.category());
    }
    line("        ", "trigger", draft.trigger().text());
    filter(RecipientFilter.ofJson(content.filter()).toMap());
    if (!item.enabled()) {
      out.append("        enabled: false\n");
    }
    line("        ", "subject", content.subject());
    if (!content.html().isEmpty()) {
      text("        ", "html", content.html());
    }
    if (!content.text().isEmpty()) {
      text("        ", "text", content.text());
    }
    experiment(draft.experiment());
  }

  private void experiment(Experiment experiment) {
    if (experiment.isNone()) {
      return;
    }
    out.append("        variants:\n");
    for (Variant variant : experiment.variants()) {
      line("          - ", "name", variant.name());
      String indent = "            ";
      variant.weight().ifPresent(it -> out.append(indent + "weight: " + it + "\n"));
      variant.subject().ifPresent(it -> line(indent, "subject", it));
      variant.html().ifPresent(it -> text(indent, "html", it));
      variant.text().ifPresent(it -> text(indent, "text", it));
    }
    if (!experiment.terms().equals(Experiment.Terms.USUAL)) {
      terms(experiment.terms());
    }
  }

  private void terms(Experiment.Terms terms) {
    out.append("        experiment:\n");
    String indent = "          ";
    out.append(indent).append("share: ").append(terms.share().toPlainString()).append("%\n");
    line(indent, "metric", terms.metric().text());
    terms.link().ifPresent(it -> line(indent, "link", it));
    line(indent, "alpha", terms.alpha().toPlainString());
    out.append(indent).append("min_recipients: ").append(terms.minRecipients()).append('\n');
    line(indent, "deadline", ExperimentReader.words(terms.deadline()));
    out.append(indent).append("max_complaints: ");
    out.append(terms.maxComplaints().toPlainString()).append("%\n");
  }

  private void filter(Map<String, List<String>> filter) {
    if (filter.isEmpty()) {
      return;
    }
    out.append("        filter:\n");
    filter.forEach(
        (key, values) -> {
          List<String> words = values.stream().map(TemplateYaml::inList).toList();
          out.append("          ").append(isPlain(PLAIN_IN_LIST, key) ? key : quoted(key));
          out.append(": [").append(String.join(", ", words)).append("]\n");
        });
  }

  private void line(String indent, String key, String value) {
    out.append(indent).append(key).append(": ");
    out.append(isPlain(PLAIN, value) ? value : quoted(value)).append('\n');
  }

  /// A block of lines below the key, when it can be one.
  private void text(String indent, String key, String value) {
    if (!canBeBlock(value)) {
      line(indent, key, value);
      return;
    }
    boolean ends = value.endsWith("\n");
    // A block that begins with a space must say where its lines begin.
    String begins = value.startsWith(" ") || value.startsWith("\t") ? "2" : "";
    out.append(indent).append(key).append(": |").append(begins).append(ends ? "\n" : "-\n");
    String lines = ends ? value.substring(0, value.length() - 1) : value;
    for (String each : lines.split("\n", -1)) {
      out.append(each.isEmpty() ? "" : indent + "  " + each).append('\n');
    }
  }

  private static boolean canBeBlock(String value) {
    boolean isLong = value.contains("\n") || !isPlain(PLAIN, value);
    return isLong
        && !value.startsWith("\n")
        && !value.endsWith("\n\n")
        && !UNSEEN.matcher(value).find()
        && !BLANK_BUT_NOT_EMPTY.matcher(value).find();
  }

  private static String inList(String value) {
    return isPlain(PLAIN_IN_LIST, value) ? value : quoted(value);
  }

  private static boolean isPlain(Pattern pattern, String value) {
    return pattern.matcher(value).matches()
        && !value.contains(": ")
        && !value.endsWith(":")
        && !value.endsWith(" ")
        && !OTHER_MEANINGS.contains(value.toLowerCase(Locale.ROOT));
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                  String text = Character.toString(c);
                  quoted.append(UNSEEN.matcher(text).matches() ? "\\U%08X".formatted(c) : text);
                }
              }
            });
    return quoted.append('"').toString();
  }
}
