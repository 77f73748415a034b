package mailctl.campaign;

/// A person's name, split at the first space.
record PersonName(String full, String first, String last) {
  static PersonName of(String name) {
    String full = name.strip().replaceAll("\\s+", " ");
    int space = full.indexOf(' ');
    return space < 0
        ? new PersonName(full, full, "")
        : new PersonName(full, full.substring(0, space), full.substring(space + 1));
  }
}
