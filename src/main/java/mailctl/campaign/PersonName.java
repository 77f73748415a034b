package mailctl.campaign;

import java.util.regex.Pattern;

/// A person's name, split at the first space.
record PersonName(String full, String first, String last) {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  static PersonName of(String name) {
    String full = BLANKS.matcher(name.strip()).replaceAll(" ");
    int space = full.indexOf(' ');
    return space < 0
        ? new PersonName(full, full, "")
        : new PersonName(full, full.substring(0, space), full.substring(space + 1));
  }
}
