package mailctl.audience;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What each column of a file means, by its header.
final class CsvHeader {
  sealed interface Meaning {
    record Column(RegistrationColumn column) implements Meaning {}

    record Attribute(String key) implements Meaning {}

    record FirstName() implements Meaning {}

    record LastName() implements Meaning {}

    /// A column without a header; must be empty.
    record Nothing() implements Meaning {}
  }

  private final List<Meaning> meanings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  CsvHeader(List<String> headers) {
    boolean hasName =
        headers.stream()
            .map(RegistrationColumn::of)
            .anyMatch(column -> column.equals(Optional.of(RegistrationColumn.NAME)));
    Map<Meaning, String> seen = new HashMap<>();
    for (String header : headers) {
      Meaning meaning = meaning(header, hasName);
      String other = meaning instanceof Meaning.Nothing ? null : seen.put(meaning, header);
      if (other != null) {
        problems.add("columns '" + other + "' and '" + header + "' mean the same");
      }
      meanings.add(meaning);
    }
    if (!meanings.contains(new Meaning.Column(RegistrationColumn.EMAIL))) {
      problems.add("there is no email column among " + String.join(", ", headers));
    }
  }

  private static Meaning meaning(String header, boolean hasName) {
    String name = Words.snakeCase(header);
    if (name.isEmpty()) {
      return new Meaning.Nothing();
    }
    Optional<RegistrationColumn> column = RegistrationColumn.of(header);
    if (column.isPresent()) {
      return new Meaning.Column(column.get());
    }
    if (!hasName && (name.equals("first_name") || name.equals("given_name"))) {
      return new Meaning.FirstName();
    }
    if (!hasName
        && (name.equals("last_name") || name.equals("family_name") || name.equals("surname"))) {
      return new Meaning.LastName();
    }
    return new Meaning.Attribute(name.startsWith("attributes_") ? name.substring(11) : name);
  }

  List<String> problems() {
    return problems;
  }

  /// The values of one row.
  ///
  /// @throws IllegalArgumentException naming everything that is wrong with it
  RegistrationValues read(List<String> fields) {
    if (fields.size() > meanings.size()) {
      throw new IllegalArgumentException(
          "too many columns: " + fields.size() + " instead of " + meanings.size());
    }
    Map<RegistrationColumn, String> columns = new EnumMap<>(RegistrationColumn.class);
    Map<String, String> attributes = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("", ""));
    boolean namesInParts = false;
    for (int i = 0; i < meanings.size(); i++) {
      String text = i < fields.size() ? fields.get(i).strip() : "";
      switch (meanings.get(i)) {
        case Meaning.Column(RegistrationColumn column) -> {
          try {
            columns.put(column, column.read(text));
          } catch (IllegalArgumentException e) {
            wrong.add(e.getMessage());
          }
        }
        case Meaning.Attribute(String key) -> attributes.put(key, text);
        case Meaning.FirstName() -> {
          names.set(0, text);
          namesInParts = true;
        }
        case Meaning.LastName() -> {
          names.set(1, text);
          namesInParts = true;
        }
        case Meaning.Nothing() -> {
          if (!text.isEmpty()) {
            wrong.add("column " + (i + 1) + " has a value and no header");
          }
        }
      }
    }
    if (namesInParts) {
      columns.put(RegistrationColumn.NAME, String.join(" ", names).strip());
    }
    if (attributes.values().stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
      wrong.add("a NUL character");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
    return new RegistrationValues(columns, attributes);
  }
}
