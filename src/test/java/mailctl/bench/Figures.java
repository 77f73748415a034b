package mailctl.bench;

import java.util.ArrayList;
import java.util.List;

/// The figures of one run, in the order in which they were measured.
public final class Figures {
  private final List<Figure> figures = new ArrayList<>();

  public Figures add(Figure figure) {
    if (figures.stream().anyMatch(each -> each.name().equals(figure.name()))) {
      throw new IllegalArgumentException("measured twice: " + figure.name());
    }
    figures.add(figure);
    return this;
  }

  public List<Figure> all() {
    return List.copyOf(figures);
  }
}
