package mailctl.message;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the text part of a message that has only HTML: paragraphs, lists and links survive, the
/// rest is left out. Takes any input, well-formed or not.
final class HtmlToText {
  private static final Set<String> UNREAD = Set.of("script", "style", "head", "title");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([a-zA-Z-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>]+))");
  private static final Pattern ENTITY =
      Pattern.compile("&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\\w{2,8});");
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "hr");
  private static final Set<String> LINES =
      Set.of(
          "br", "div", "tr", "li", "section", "article", "header", "footer", "center", "dt", "dd");
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("copy", "©"),
          Map.entry("reg", "®"),
          Map.entry("trade", "™"),
          Map.entry("euro", "€"),
          Map.entry("pound", "£"),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("hellip", "…"),
          Map.entry("bull", "•"),
          Map.entry("middot", "·"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("times", "×"),
          Map.entry("zwnj", ""));

  private final StringBuilder out = new StringBuilder();
  private String link = "";
  private int linkStart;

  private HtmlToText() {}

  static String convert(String html) {
    HtmlToText converter = new HtmlToText();
    int from = 0;
    while (from < html.length()) {
      int open = html.indexOf('<', from);
      if (open < 0) {
        break;
      }
      converter.text(html.substring(from, open));
      from = converter.markup(html, open);
    }
    converter.text(html.substring(from));
    return converter
        .out
        .toString()
        .replaceAll("[ \\t]+\\n", "\n")
        .replaceAll("\\n{3,}", "\n\n")
        .strip();
  }

  /// Reads what begins with the `<` at `open`; returns where to go on.
  private int markup(String html, int open) {
    if (html.startsWith("<!--", open)) {
      return after(html, "-->", open);
    }
    boolean closing = html.startsWith("</", open);
    int name = open + (closing ? 2 : 1);
    int nameEnd = name;
    while (nameEnd < html.length() && isNamePart(html.charAt(nameEnd))) {
      nameEnd++;
    }
    boolean declaration = html.startsWith("<!", open);
    int end = nameEnd > name || declaration ? tagEnd(html, nameEnd) : -1;
    if (end < 0) {
      text("<");
      return open + 1;
    }
    String tag = html.substring(name, nameEnd).toLowerCase(Locale.ROOT);
    if (UNREAD.contains(tag) && !closing) {
      return afterElement(html, tag, end);
    }
    tag(tag, closing, html.substring(nameEnd, end));
    return end + 1;
  }

  private static boolean isNamePart(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  /// Where the `>` is that ends the tag, past those in quotes; -1 when there is none.
  private static int tagEnd(String html, int from) {
    char quote = 0;
    for (int i = from; i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '>') {
        return i;
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
    }
    return -1;
  }

  private static int afterElement(String html, String tag, int from) {
    String closing = "</" + tag;
    for (int i = html.indexOf("</", from); i >= 0; i = html.indexOf("</", i + 2)) {
      if (html.regionMatches(true, i, closing, 0, closing.length())) {
        return after(html, ">", i);
      }
    }
    return html.length();
  }

  private static int after(String html, String end, int from) {
    int found = html.indexOf(end, from);
    return found < 0 ? html.length() : found + end.length();
  }

  private void text(String raw) {
    String text = decode(raw.replaceAll("[ \\t\\r\\n\\f]+", " "));
    boolean atStart = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
    out.append(atStart && text.startsWith(" ") ? text.substring(1) : text);
  }

  private void tag(String name, boolean closing, String attributes) {
    if (PARAGRAPHS.contains(name)) {
      breakLine(2);
      if (name.equals("hr")) {
        out.append("---");
        breakLine(2);
      }
    } else if (name.equals("br")) {
      out.append('\n');
    } else if (LINES.contains(name)) {
      breakLine(1);
      if (name.equals("li") && !closing) {
        out.append("- ");
      }
    } else if (name.equals("td") || name.equals("th")) {
      text(" ");
    } else if (name.equals("img")) {
      text(attribute(attributes, "alt"));
    } else if (name.equals("a")) {
      anchor(closing, attributes);
    }
  }

  private void anchor(boolean closing, String attributes) {
    if (!closing) {
      link = attribute(attributes, "href").strip();
      linkStart = out.length();
      return;
    }
    String label = out.substring(Math.min(linkStart, out.length())).strip();
    if (!link.isEmpty() && !link.startsWith("#") && !sameTarget(label, link)) {
      out.append(label.isEmpty() ? link : " (" + link + ")");
    }
    link = "";
  }

  private static boolean sameTarget(String label, String link) {
    return label.equals(link)
        || link.equals("mailto:" + label)
        || link.equals("https://" + label)
        || link.equals("http://" + label);
  }

  private void breakLine(int lines) {
    if (out.isEmpty()) {
      return;
    }
    int present = 0;
    while (present < out.length() && out.charAt(out.length() - 1 - present) == '\n') {
      present++;
    }
    out.repeat("\n", Math.max(0, lines - present));
  }

  private static String attribute(String attributes, String name) {
    Matcher matcher = ATTRIBUTE.matcher(attributes);
    while (matcher.find()) {
      if (matcher.group(1).equalsIgnoreCase(name)) {
        for (int group = 2; group <= 4; group++) {
          if (matcher.group(group) != null) {
            return decode(matcher.group(group));
          }
        }
      }
    }
    return "";
  }

  private static String decode(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(it -> Matcher.quoteReplacement(entity(it.group(1), it.group())));
  }

  private static String entity(String name, String whole) {
    if (name.startsWith("#")) {
      boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
      int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
      boolean fine = Character.isValidCodePoint(code) && !Character.isISOControl(code);
      return fine ? Character.toString(code) : " ";
    }
    return ENTITIES.getOrDefault(name, whole);
  }
}
