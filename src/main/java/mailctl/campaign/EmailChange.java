package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What a person wants changed of a scheduled email that has not started; what is empty stays.
///
/// @param filter a recipient filter as JSON
/// @param experiment its versions; `NONE` takes them away
public record EmailChange(
    Optional<String> name,
    Optional<EmailKind> kind,
    Optional<String> subject,
    Optional<String> html,
    Optional<String> text,
    Optional<String> filter,
    Optional<Experiment> experiment) {
  public EmailChange {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
    requireNonNull(filter, "filter is null");
    requireNonNull(experiment, "experiment is null");
  }

  /// That leaves the versions as they are.
  public EmailChange(
      Optional<String> name,
      Optional<EmailKind> kind,
      Optional<String> subject,
      Optional<String> html,
      Optional<String> text,
      Optional<String> filter) {
    this(name, kind, subject, html, text, filter, Optional.empty());
  }
}
