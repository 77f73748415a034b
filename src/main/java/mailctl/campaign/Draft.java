package mailctl.campaign;

import static java.util.Objects.requireNonNull;

/// What a person writes of a scheduled email or of a template's item; the rest is derived.
public record Draft(
    String name, EmailKind kind, EmailContent content, Trigger trigger, Experiment experiment) {
  public Draft {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(content, "content is null");
    requireNonNull(trigger, "trigger is null");
    requireNonNull(experiment, "experiment is null");
  }

  /// In one version.
  public Draft(String name, EmailKind kind, EmailContent content, Trigger trigger) {
    this(name, kind, content, trigger, Experiment.NONE);
  }

  public Draft with(Experiment other) {
    return new Draft(name, kind, content, trigger, other);
  }
}
