package mailctl.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One mapping of a YAML file, read key by key. What does not fit is noted with its line and read
/// as absent, so that one pass finds all problems.
final class YamlMap {
  private final ImportProblems problems;
  private final String what;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /// @param what names it in problems, with its article: "an event"
  YamlMap(Node node, String what, ImportProblems problems) {
    this.problems = problems;
    this.what = what;
    this.line = line(node);
    if (!(node instanceof MappingNode mapping)) {
      problems.add(line, what + " is written as keys and values");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        values.put(key.getValue(), tuple.getValueNode());
      } else {
        problems.add(line(tuple.getKeyNode()), "a key is a single word");
      }
    }
  }

  int line() {
    return line;
  }

  int line(String key) {
    Node node = values.get(key);
    return node == null ? line : line(node);
  }

  /// Notes every key that is none of these; of a key that ends in a dot its sub-keys are known.
  void allow(List<String> known) {
    for (Map.Entry<String, Node> entry : values.entrySet()) {
      if (!known.contains(entry.getKey())) {
        problems.add(
            line(entry.getValue()),
            Nearest.hint(what + " has no '" + entry.getKey() + "'", entry.getKey(), known));
      }
    }
  }

  /// Whether the text stands below its key, in lines of its own, as after `|`.
  boolean isBlock(String key) {
    return values.get(key) instanceof ScalarNode scalar
        && (scalar.getScalarStyle() == ScalarStyle.LITERAL
            || scalar.getScalarStyle() == ScalarStyle.FOLDED);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /// Empty when the key is absent; an empty text when it has no value.
  Optional<String> text(String key) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar) {
      return Optional.of(isNull(scalar) ? "" : scalar.getValue());
    }
    problems.add(line(node), key + " is a text");
    return Optional.empty();
  }

  /// As `text`, and noted when it is absent or blank.
  Optional<String> required(String key) {
    Optional<String> text = text(key).filter(value -> !value.isBlank());
    if (text.isEmpty() && (!has(key) || values.get(key) instanceof ScalarNode)) {
      problems.add(line(key), what + " needs " + key);
    }
    return text;
  }

  boolean flag(String key, boolean absent) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return absent;
    }
    return switch (text.get()) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> {
        problems.add(line(key), key + " is true or false, not '" + text.get() + "'");
        yield absent;
      }
    };
  }

  /// @param each names it in problems, with its article
  Optional<YamlMap> map(String key, String each) {
    Node node = values.get(key);
    return node == null || (node instanceof ScalarNode scalar && isNull(scalar))
        ? Optional.empty()
        : Optional.of(new YamlMap(node, each, problems));
  }

  List<YamlMap> maps(String key, String each) {
    Node node = values.get(key);
    if (node == null || (node instanceof ScalarNode scalar && isNull(scalar))) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      problems.add(line(node), key + " is a list: each begins with a dash");
      return List.of();
    }
    return sequence.getValue().stream().map(item -> new YamlMap(item, each, problems)).toList();
  }

  /// One text or a list of them.
  List<String> texts(String key) {
    return switch (values.get(key)) {
      case null -> List.of();
      case ScalarNode scalar -> isNull(scalar) ? List.of() : List.of(scalar.getValue());
      case SequenceNode list when list.getValue().stream().allMatch(ScalarNode.class::isInstance) ->
          list.getValue().stream().map(node -> ((ScalarNode) node).getValue()).toList();
      default -> {
        problems.add(line(key), key + " is a list of words");
        yield List.of();
      }
    };
  }

  /// Keys with a text, a list of texts or keys again, as a filter and attributes are.
  Map<String, Object> nested(String key) {
    Node node = values.get(key);
    if (node == null || (node instanceof ScalarNode scalar && isNull(scalar))) {
      return Map.of();
    }
    if (node instanceof MappingNode mapping) {
      return map(mapping);
    }
    problems.add(line(node), key + " is written as keys and values");
    return Map.of();
  }

  private static Map<String, Object> map(MappingNode mapping) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        map.put(key.getValue(), value(tuple.getValueNode()));
      }
    }
    return map;
  }

  private static Object value(Node node) {
    return switch (node) {
      case MappingNode mapping -> map(mapping);
      case SequenceNode sequence -> {
        List<Object> list = new ArrayList<>();
        sequence.getValue().forEach(each -> list.add(value(each)));
        yield list;
      }
      case ScalarNode scalar -> isNull(scalar) ? "" : scalar.getValue();
      default -> "";
    };
  }

  private static boolean isNull(ScalarNode scalar) {
    return scalar.isPlain()
        && (scalar.getValue().isEmpty()
            || scalar.getValue().equals("null")
            || scalar.getValue().equals("~"));
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
