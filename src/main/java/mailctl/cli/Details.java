package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One thing, a line for each of its properties: aligned for people, tab-separated in a pipe.
final class Details {
  private record Line(String label, String value) {}

  private final List<Line> lines = new ArrayList<>();

  Details line(String label, Object value) {
    lines.add(new Line(label, Table.plain(value)));
    return this;
  }

  /// Left out when there is nothing to say.
  Details line(String label, Optional<?> value) {
    value.filter(some -> !some.toString().isEmpty()).ifPresent(some -> line(label, some));
    return this;
  }

  void print(Terminal terminal) {
    int width = lines.stream().mapToInt(line -> TextWidth.of(line.label())).max().orElse(0);
    for (Line line : lines) {
      if (terminal.outIsTerminal()) {
        String gap = " ".repeat(width - TextWidth.of(line.label()) + 2);
        String value = TextWidth.hanging(line.value(), width + 2, terminal.width());
        terminal.out().println(line.label() + gap + value);
      } else {
        terminal.out().println(line.label() + "\t" + line.value());
      }
    }
  }
}
