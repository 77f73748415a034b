package mailctl.cli;

/// The headings under which `mailctl --help` lists the commands.
enum Group {
  SEND("Send"),
  LISTEN("Listen"),
  LOOK("Look"),
  SET_UP("Set up");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
