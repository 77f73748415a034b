package mailctl.campaign;

import static java.util.Objects.requireNonNull;

/// What a person writes of a scheduled email or of a template's item; the rest is derived.
public record Draft(String name, EmailKind kind, EmailContent content, Trigger trigger) {
  public Draft {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(content, "content is null");
    requireNonNull(trigger, "trigger is null");
  }
}
