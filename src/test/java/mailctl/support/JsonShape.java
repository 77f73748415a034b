package mailctl.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What answers have in common: names, types, and which names are not always there (`name?`). All
/// elements of a list are one, and names stand in alphabetical order: answers that are alike have
/// the same shape, whatever they say first.
public final class JsonShape {
  private final TreeSet<String> plain = new TreeSet<>();
  private final Map<String, JsonShape> members = new TreeMap<>();
  private final Map<String, Integer> seenIn = new TreeMap<>();
  private int objects;
  private boolean isList;
  private Optional<JsonShape> elements = Optional.empty();

  /// One more answer.
  public void add(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        objects++;
        node.properties()
            .forEach(
                member -> {
                  members
                      .computeIfAbsent(member.getKey(), _ -> new JsonShape())
                      .add(member.getValue());
                  seenIn.merge(member.getKey(), 1, Integer::sum);
                });
      }
      case ARRAY -> {
        isList = true;
        node.forEach(
            element -> {
              JsonShape shape = elements.orElseGet(JsonShape::new);
              shape.add(element);
              elements = Optional.of(shape);
            });
      }
      default -> plain.add(node.getNodeType().name().toLowerCase(Locale.ROOT));
    }
  }

  /// As a golden file has it.
  public String text() {
    StringBuilder text = new StringBuilder();
    write(text, "");
    return text.append('\n').toString();
  }

  private void write(StringBuilder text, String indent) {
    String separator = "";
    if (!plain.isEmpty()) {
      text.append(String.join(" or ", plain));
      separator = " or ";
    }
    if (isList) {
      text.append(separator).append('[');
      elements.ifPresent(shape -> shape.write(text, indent));
      text.append(']');
      separator = " or ";
    }
    if (objects > 0) {
      text.append(separator).append('{');
      members.forEach(
          (name, shape) -> {
            text.append('\n').append(indent).append("  ").append(name);
            text.append(seenIn.get(name) < objects ? "?: " : ": ");
            shape.write(text, indent + "  ");
          });
      text.append(members.isEmpty() ? "}" : "\n" + indent + "}");
    }
  }
}
