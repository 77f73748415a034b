package mailctl.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at a message as a recipient gets it for what goes wrong in mailboxes. Errors are what no
/// recipient can use; warnings what some will see badly.
public final class Lint {
  /// Gmail shows no more of the HTML without a click.
  static final int GMAIL_CLIPS = 102 * 1024;

  /// Phones show about so much of a subject.
  private static final int LONG_SUBJECT = 78;

  private static final Pattern TAG =
      Pattern.compile(
          "<(a|img|area)\\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", Pattern.CASE_INSENSITIVE);
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([a-zA-Z-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))");
  private static final Pattern SCRIPT = Pattern.compile("<script\\b", Pattern.CASE_INSENSITIVE);

  /// @param code stable: `link`, `no_text`, `size`, `alt`, `subject`, `script`
  public record Finding(boolean error, String code, String words) {}

  private final List<Finding> findings = new ArrayList<>();

  private Lint() {}

  /// @param hasWrittenText whether somebody wrote the text part
  public static List<Finding> check(RenderedMessage message, boolean hasWrittenText) {
    Lint lint = new Lint();
    lint.subject(message.subject());
    message.html().ifPresent(lint::html);
    if (!hasWrittenText) {
      lint.warn("no_text", "nobody wrote a text part: one is made from the HTML");
    }
    return lint.findings.stream().distinct().toList();
  }

  private void subject(String subject) {
    int length = subject.codePointCount(0, subject.length());
    if (subject.isBlank()) {
      error("subject", "the subject is empty");
    } else if (length > LONG_SUBJECT) {
      warn(
          "subject",
          "the subject has " + length + " characters; about " + LONG_SUBJECT + " are shown");
    }
  }

  private void html(String html) {
    int bytes = html.getBytes(UTF_8).length;
    if (bytes > GMAIL_CLIPS) {
      warn("size", "the HTML has %,d bytes; Gmail clips it at %,d".formatted(bytes, GMAIL_CLIPS));
    }
    if (SCRIPT.matcher(html).find()) {
      error("script", "the HTML has a <script>, which no mailbox runs and many refuse");
    }
    Matcher tag = TAG.matcher(html);
    while (tag.find()) {
      boolean image = tag.group(1).equalsIgnoreCase("img");
      String attributes = tag.group(2);
      Optional<String> target = attribute(attributes, image ? "src" : "href");
      target.ifPresent(it -> link(it, image));
      if (image && target.isEmpty()) {
        error("link", "an image has no src");
      }
      if (image && attribute(attributes, "alt").isEmpty()) {
        warn("alt", "an image has no alt text: " + shown(target.orElse("")));
      }
    }
  }

  private void link(String target, boolean image) {
    String what = image ? "an image" : "a link";
    String link = target.strip().replace("&amp;", "&");
    if (link.isEmpty()) {
      error("link", what + " goes nowhere: its target is empty");
      return;
    }
    if (link.startsWith("#") && link.length() > 1) {
      return;
    }
    try {
      URI uri = new URI(link);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      switch (scheme) {
        case "http", "https" -> {
          if (Optional.ofNullable(uri.getHost()).orElse("").isEmpty()) {
            error("link", what + " names no host: " + shown(link));
          }
        }
        case "mailto", "tel", "sms", "cid" -> {
          if (uri.getSchemeSpecificPart().isBlank()) {
            error("link", what + " names nobody: " + shown(link));
          }
        }
        case "" ->
            error("link", what + " is relative, which leads nowhere in a mail: " + shown(link));
        default -> error("link", what + " has a scheme that mailboxes do not open: " + shown(link));
      }
    } catch (URISyntaxException e) {
      error("link", what + " is no address: " + shown(link));
    }
  }

  private static Optional<String> attribute(String attributes, String name) {
    Matcher matcher = ATTRIBUTE.matcher(attributes);
    while (matcher.find()) {
      if (matcher.group(1).equalsIgnoreCase(name)) {
        for (int group = 2; group <= 4; group++) {
          if (matcher.group(group) != null) {
            return Optional.of(matcher.group(group));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private void error(String code, String words) {
    findings.add(new Finding(true, code, words));
  }

  private void warn(String code, String words) {
    findings.add(new Finding(false, code, words));
  }
}
