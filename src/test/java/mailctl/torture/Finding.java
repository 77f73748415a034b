package mailctl.torture;

import java.util.List;

/// One thing that must hold, and what speaks against it: nothing, when it does.
record Finding(String what, List<String> against) {
  private static final int SHOWN = 5;

  Finding {
    against = List.copyOf(against);
  }

  boolean holds() {
    return against.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder((holds() ? "ok    " : "FAILED ") + what);
    against.stream()
        .limit(SHOWN)
        .forEach(each -> text.append("\n         ").append(each.replace("\n", "\n         ")));
    if (against.size() > SHOWN) {
      text.append("\n         and ").append(against.size() - SHOWN).append(" more");
    }
    return text.toString();
  }
}
