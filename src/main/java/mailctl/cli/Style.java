package mailctl.cli;

/// Colour as decoration; what it says must also stand in words.
enum Style {
  GOOD("32"),
  WARN("33"),
  BAD("31"),
  DIM("2"),
  BOLD("1");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String apply(String text, boolean colour) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
