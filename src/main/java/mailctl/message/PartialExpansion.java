package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Puts partials in the places that name them, those in partials, too: none in itself, and no more
/// than a message can hold.
final class PartialExpansion {
  sealed interface Result {
    record Found(Template template) implements Result {}

    /// Which partials there are is not known.
    record Unknown() implements Result {}

    record Refused(String why) implements Result {}
  }

  private final Set<String> known;
  private final Part part;
  private final Partials partials;
  private final Set<String> within = new LinkedHashSet<>();
  private int length;

  PartialExpansion(Set<String> known, Part part, Partials partials) {
    this.known = requireNonNull(known, "known is null");
    this.part = requireNonNull(part, "part is null");
    this.partials = requireNonNull(partials, "partials is null");
  }

  Result expand(String name) {
    if (part == Part.SUBJECT) {
      return new Result.Refused("a subject includes no partials");
    }
    if (within.contains(name)) {
      return new Result.Refused(
          "partials include each other in a circle: " + String.join(" > ", within) + " > " + name);
    }
    Optional<Partials.Source> source = partials.find(name);
    if (source.isEmpty()) {
      return partials.known()
          ? new Result.Refused(
              "there is no partial '"
                  + name
                  + "'"
                  + NearestName.to(name, partials.sources().keySet())
                      .map(near -> " (did you mean '" + near + "'?)")
                      .orElse(""))
          : new Result.Unknown();
    }
    String text = source.get().of(part);
    if (text.isBlank()) {
      return new Result.Refused(
          "the partial '" + name + "' has no " + (part == Part.HTML ? "HTML" : "text"));
    }
    length += text.length();
    if (length > MessageContent.MAX_LENGTH) {
      return new Result.Refused(
          "with its partials it has more than " + MessageContent.MAX_LENGTH + " characters");
    }
    within.add(name);
    try {
      return new Result.Found(new TemplateParser(known, this).parse(text));
    } catch (TemplateException e) {
      return new Result.Refused("partial '" + name + "', " + e.problems().getFirst());
    } finally {
      within.remove(name);
    }
  }
}
