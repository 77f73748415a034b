package mailctl.message;

import java.util.List;
import java.util.stream.Collectors;

/// A text that is not a template. Says everything that is wrong with it.
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<TemplateProblem> problems;

  public TemplateException(List<TemplateProblem> problems) {
    super(problems.stream().map(TemplateProblem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<TemplateProblem> problems() {
    return problems;
  }
}
