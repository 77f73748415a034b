package mailctl.message;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where in an HTML text one is: reads on piece by piece, as a browser's tokenizer would.
final class HtmlCursor {
  private static final Set<String> LINKS =
      Set.of(
          "href",
          "src",
          "action",
          "background",
          "formaction",
          "cite",
          "poster",
          "data",
          "srcset",
          "longdesc",
          "xlink:href");
  private static final Set<String> RAW = Set.of("script", "style");
  private static final String CONDITIONAL = "[if";

  private enum State {
    TEXT,
    TAG_NAME,
    IN_TAG,
    ATTRIBUTE_NAME,
    BEFORE_VALUE,
    DOUBLE_QUOTED,
    SINGLE_QUOTED,
    UNQUOTED,
    COMMENT,
    DECLARATION,
    RAW_TEXT
  }

  private State state = State.TEXT;
  private String tag = "";
  private String attribute = "";
  // Of a value of an attribute: something stands before, or a ? or #.
  private boolean begun;
  private boolean inQuery;
  // What was read last, for ends of several characters.
  private String tail = "";

  HtmlCursor copy() {
    HtmlCursor copy = new HtmlCursor();
    copy.state = state;
    copy.tag = tag;
    copy.attribute = attribute;
    copy.begun = begun;
    copy.inQuery = inQuery;
    copy.tail = tail;
    return copy;
  }

  boolean isWhere(HtmlCursor other) {
    boolean sameTag = state == State.TEXT || tag.equals(other.tag);
    return state == other.state && sameTag;
  }

  /// After two ways to the same place: what holds for one of them may hold.
  HtmlCursor merge(HtmlCursor other) {
    HtmlCursor merged = copy();
    merged.begun = begun && other.begun;
    merged.inQuery = inQuery || other.inQuery;
    return merged;
  }

  void read(String text) {
    for (int i = 0; i < text.length(); i++) {
      read(text.charAt(i));
    }
  }

  void passValue() {
    begun = true;
    tail = "";
  }

  /// Why no value can stand here; empty when one can.
  Optional<String> objection() {
    return switch (state) {
      case TEXT, COMMENT -> Optional.empty();
      case TAG_NAME, IN_TAG, ATTRIBUTE_NAME, DECLARATION ->
          Optional.of("stands inside a tag: only text and quoted attributes can hold a value");
      case BEFORE_VALUE, UNQUOTED ->
          Optional.of("is the value of " + attribute + ", which needs quotes around it");
      case RAW_TEXT -> Optional.of("stands in a <" + tag + ">, where no value is harmless");
      case DOUBLE_QUOTED, SINGLE_QUOTED ->
          attribute.startsWith("on") || attribute.equals("style") || attribute.equals("srcdoc")
              ? Optional.of("stands in " + attribute + ", where no value is harmless")
              : Optional.empty();
    };
  }

  Place place() {
    boolean inLink =
        (state == State.DOUBLE_QUOTED || state == State.SINGLE_QUOTED) && LINKS.contains(attribute);
    if (!inLink) {
      return Place.PLAIN;
    }
    return inQuery ? Place.QUERY : begun ? Place.PLAIN : Place.URL;
  }

  private void read(char c) {
    switch (state) {
      case TEXT -> {
        if (c == '<') {
          go(State.TAG_NAME);
          tag = "";
        }
      }
      case TAG_NAME -> readTagName(c);
      case IN_TAG -> {
        if (c == '>') {
          endTag();
        } else if (!Character.isWhitespace(c) && c != '/') {
          go(State.ATTRIBUTE_NAME);
          attribute = String.valueOf(c).toLowerCase(Locale.ROOT);
        }
      }
      case ATTRIBUTE_NAME -> {
        if (c == '=') {
          go(State.BEFORE_VALUE);
          begun = false;
          inQuery = false;
        } else if (c == '>') {
          endTag();
        } else if (Character.isWhitespace(c) || c == '/') {
          tail += " ";
        } else if (tail.isEmpty()) {
          attribute += Character.toLowerCase(c);
        } else {
          go(State.ATTRIBUTE_NAME);
          attribute = String.valueOf(c).toLowerCase(Locale.ROOT);
        }
      }
      case BEFORE_VALUE -> {
        if (c == '"') {
          go(State.DOUBLE_QUOTED);
        } else if (c == '\'') {
          go(State.SINGLE_QUOTED);
        } else if (c == '>') {
          endTag();
        } else if (!Character.isWhitespace(c)) {
          go(State.UNQUOTED);
        }
      }
      case DOUBLE_QUOTED -> readValue(c, c == '"');
      case SINGLE_QUOTED -> readValue(c, c == '\'');
      case UNQUOTED -> {
        if (c == '>') {
          endTag();
        } else if (Character.isWhitespace(c)) {
          go(State.IN_TAG);
        }
      }
      case COMMENT -> readComment(c);
      case DECLARATION -> {
        if (c == '>') {
          go(State.TEXT);
        }
      }
      case RAW_TEXT -> {
        remember(c);
        if (tail.toLowerCase(Locale.ROOT).endsWith("</" + tag)) {
          go(State.IN_TAG);
          tag = "/" + tag;
        }
      }
    }
  }

  private void readTagName(char c) {
    boolean isName = c < 128 && Character.isLetterOrDigit(c) || c == ':' || c == '-';
    if (tag.isEmpty() && c == '!') {
      go(State.DECLARATION);
      tag = "!";
    } else if (tag.isEmpty() && c == '/') {
      tag = "/";
    } else if (c == '>') {
      endTag();
    } else if (isName && !(tag.isEmpty() && Character.isDigit(c))) {
      tag += Character.toLowerCase(c);
    } else if (tag.isEmpty()) {
      // A lone < is text.
      go(State.TEXT);
    } else {
      go(State.IN_TAG);
    }
    if (state == State.DECLARATION) {
      tail = "";
      go(State.COMMENT);
    }
  }

  /// What begins with `<!`: a comment, a declaration, or what one mail program reads as HTML.
  private void readComment(char c) {
    remember(c);
    if (tail.length() <= 2 && !"--".startsWith(tail)) {
      go(c == '>' ? State.TEXT : State.DECLARATION);
    } else if (tail.endsWith("-->") || (tail.startsWith("--" + CONDITIONAL) && c == '>')) {
      go(State.TEXT);
    }
  }

  private void readValue(char c, boolean ends) {
    if (ends) {
      go(State.IN_TAG);
      return;
    }
    begun |= !Character.isWhitespace(c);
    inQuery |= c == '?' || c == '#';
  }

  private void endTag() {
    go(RAW.contains(tag) ? State.RAW_TEXT : State.TEXT);
  }

  private void go(State next) {
    state = next;
    tail = "";
  }

  /// The beginning of a comment, or the last characters of what may be very long.
  private void remember(char c) {
    tail = tail.length() < 16 ? tail + c : tail.substring(0, 6) + tail.substring(7) + c;
  }
}
