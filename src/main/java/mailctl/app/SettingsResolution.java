package mailctl.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks each key up in the layers, first one first, and collects the problems instead of stopping
/// at one.
final class SettingsResolution {
  private final List<Layer> layers;
  private final Map<String, String> computedDefaults;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, SettingValue> values = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  SettingsResolution(List<Layer> layers, Map<String, String> computedDefaults) {
    this.layers = List.copyOf(layers);
    this.computedDefaults = Map.copyOf(computedDefaults);
  }

  List<String> problems() {
    return problems;
  }

  /// What each key's value was made of. Secrets among them.
  Map<String, String> texts() {
    return Map.copyOf(texts);
  }

  List<SettingValue> values() {
    return List.copyOf(values.values());
  }

  void problem(String problem) {
    problems.add(problem);
  }

  /// The key's value; its default after a problem.
  <T> T get(SettingKey<T> key) {
    String defaultText = computedDefaults.getOrDefault(key.name(), key.defaultText());
    Layer.Given given =
        layers.stream()
            .flatMap(layer -> find(key, layer).stream())
            .findFirst()
            .orElseGet(() -> new Layer.Given(defaultText, "default", Path.of("")));
    texts.put(key.name(), given.text());
    values.put(
        key.name(),
        new SettingValue(key.name(), key.kind().show().apply(given.text()), given.source()));
    try {
      return key.kind().parse().apply(given.text());
    } catch (IllegalArgumentException e) {
      String shown = key.kind().show().apply(given.text());
      problem(key.name() + ": '" + shown + "' " + e.getMessage() + " (" + given.source() + ")");
      return key.kind().parse().apply(defaultText);
    }
  }

  private Optional<Layer.Given> find(SettingKey<?> key, Layer layer) {
    Optional<Layer.Given> value = layer.get(key.name());
    Optional<Layer.Given> file = key.fileVariant() ? layer.get(key.fileKey()) : Optional.empty();
    if (value.isPresent() && file.isPresent()) {
      problem(
          key.name()
              + ": given twice, as "
              + key.name()
              + " and as "
              + key.fileKey()
              + " ("
              + value.get().source()
              + ")");
    }
    return value.or(() -> file.map(given -> content(key, given)));
  }

  private Layer.Given content(SettingKey<?> key, Layer.Given given) {
    Path file = given.base().resolve(given.text());
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      return new Layer.Given(text, given.source() + ", from " + file, given.base());
    } catch (IOException e) {
      problem(key.fileKey() + ": cannot read " + file + " (" + given.source() + ")");
      return new Layer.Given(key.defaultText(), given.source(), given.base());
    }
  }
}
