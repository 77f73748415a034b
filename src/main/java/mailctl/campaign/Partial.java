package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import mailctl.database.Refusal;
import mailctl.message.Partials;

/// A piece that the templates of an organization share, such as a footer; either part may be empty.
public record Partial(String name, Partials.Source source) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,59}");

  public Partial {
    requireNonNull(name, "name is null");
    requireNonNull(source, "source is null");
    if (!NAME.matcher(name).matches()) {
      throw new Refusal(
          Refusal.Kind.DATA,
          "'" + name + "' is no name for a partial: lower-case letters, digits, _ and -");
    }
    if (source.html().isBlank() && source.text().isBlank()) {
      throw new Refusal(Refusal.Kind.DATA, "a partial needs HTML or text");
    }
  }
}
