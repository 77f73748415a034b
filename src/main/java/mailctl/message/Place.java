package mailctl.message;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Where in a part a value stands, when that asks for more than escaping.
enum Place {
  PLAIN {
    @Override
    String fit(String value) {
      return value;
    }
  },
  /// A link begins with it: nothing that a click would run.
  URL {
    @Override
    String fit(String value) {
      String link = value.strip();
      int end = link.length();
      for (int i = 0; i < link.length(); i++) {
        char c = link.charAt(i);
        if (c == '/' || c == '?' || c == '#') {
          end = i;
          break;
        }
      }
      int colon = link.substring(0, end).indexOf(':');
      boolean safe =
          colon < 0 || SCHEMES.contains(link.substring(0, colon).toLowerCase(Locale.ROOT));
      return safe ? link.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "") : "#";
    }
  },
  /// A part of a link behind its `?` or `#`: one piece, whatever is in it.
  QUERY {
    @Override
    String fit(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
  };

  private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel", "sms");

  abstract String fit(String value);
}
