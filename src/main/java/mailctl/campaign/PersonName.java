package mailctl.campaign;

import java.util.regex.Pattern;

/// A person's name, split at the first space.
record PersonName(String full, String first, String last) {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  static PersonName of(String name) {
    String stripped = name.strip();
    String full = isPlain(stripped) ? stripped : BLANKS.matcher(stripped).replaceAll(" ");
    int space = full.indexOf(' ');
    return space < 0
        ? new PersonName(full, full, "")
        : new PersonName(full, full.substring(0, space), full.substring(space + 1));
  }

  /// Nothing but single spaces between its words, as nearly every name is.
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isWhitespace(c) && (c != ' ' || name.charAt(i + 1) == ' ')) {
        return false;
      }
    }
    return true;
  }
}
