package mailctl.message;

/// Where in a message a text lands, and how a value is made harmless there.
public enum Part {
  SUBJECT {
    /// A line break here could start another header.
    @Override
    public String escape(String value) {
      StringBuilder escaped = new StringBuilder(value.length());
      boolean broken = false;
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
        if (!breaks) {
          escaped.append(c);
        } else if (!broken) {
          escaped.append(' ');
        }
        broken = breaks;
      }
      return escaped.toString();
    }
  },
  HTML {
    /// Fit for text and for quoted attributes.
    @Override
    public String escape(String value) {
      if (!needsEscaping(value)) {
        return value;
      }
      StringBuilder escaped = new StringBuilder(value.length() + 16);
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        switch (c) {
          case '&' -> escaped.append("&amp;");
          case '<' -> escaped.append("&lt;");
          case '>' -> escaped.append("&gt;");
          case '"' -> escaped.append("&quot;");
          case '\'' -> escaped.append("&#39;");
          case '\0' -> {}
          default -> escaped.append(c);
        }
      }
      return escaped.toString();
    }

    private static boolean needsEscaping(String value) {
      for (int i = 0; i < value.length(); i++) {
        switch (value.charAt(i)) {
          case '&', '<', '>', '"', '\'', '\0' -> {
            return true;
          }
          default -> {}
        }
      }
      return false;
    }
  },
  TEXT {
    @Override
    public String escape(String value) {
      return value.replace("\0", "");
    }
  };

  public abstract String escape(String value);
}
