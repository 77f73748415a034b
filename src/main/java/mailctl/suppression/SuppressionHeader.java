package mailctl.suppression;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.database.SqlEnum;

/// What the columns of a file of suppressions mean, by its header.
final class SuppressionHeader {
  static final List<String> NAMES =
      List.of(
          "address",
          "scope",
          "organization",
          "event",
          "reason",
          "source",
          "evidence",
          "suppressed_at",
          "lifted_at",
          "lifted_by");

  private final Map<String, Integer> columns = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final int width;

  SuppressionHeader(List<String> header) {
    width = header.size();
    for (int i = 0; i < header.size(); i++) {
      String given = header.get(i).strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
      String name = given.equals("email") ? "address" : given;
      if (!NAMES.contains(name)) {
        problems.add(
            "unknown column '"
                + header.get(i).strip()
                + "'; there are "
                + String.join(", ", NAMES));
      } else if (columns.putIfAbsent(name, i) != null) {
        problems.add("column '" + name + "' stands there twice");
      }
    }
    if (!columns.containsKey("address")) {
      problems.add("there is no column 'address' or 'email'");
    }
  }

  List<String> problems() {
    return problems;
  }

  /// @throws IllegalArgumentException naming everything that is wrong with the row
  SuppressionRow read(long line, List<String> fields) {
    List<String> wrong = new ArrayList<>();
    if (fields.size() > width) {
      wrong.add("too many columns: " + fields.size() + " instead of " + width);
    }
    String address = field(fields, "address").toLowerCase(Locale.ROOT);
    if (!isMailable(address)) {
      wrong.add(
          address.isEmpty() ? "there is no address" : "'" + plain(address) + "' is not an address");
    }
    String organization = field(fields, "organization");
    String event = field(fields, "event");
    SuppressionRow.Reach reach = reach(field(fields, "scope"), organization, event, wrong);
    String reasonWord = field(fields, "reason");
    Optional<SuppressionReason> reason = reason(reasonWord);
    if (reason.isEmpty()) {
      wrong.add("unknown reason '" + plain(reasonWord) + "'");
    }
    Optional<Instant> since = time(fields, "suppressed_at", wrong);
    boolean lifted = time(fields, "lifted_at", wrong).isPresent();
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
    return new SuppressionRow(
        line,
        address,
        reach,
        reach == SuppressionRow.Reach.EVENT ? event : organization,
        reason.orElseThrow(),
        Optional.of(field(fields, "evidence")).filter(text -> !text.isEmpty()),
        since,
        lifted);
  }

  private static SuppressionRow.Reach reach(
      String word, String organization, String event, List<String> wrong) {
    SuppressionRow.Reach implied = SuppressionRow.Reach.GLOBAL;
    if (!event.isEmpty()) {
      implied = SuppressionRow.Reach.EVENT;
    } else if (!organization.isEmpty()) {
      implied = SuppressionRow.Reach.ORGANIZATION;
    }
    if (!organization.isEmpty() && !event.isEmpty()) {
      wrong.add("an organization and an event exclude each other");
    } else if (!word.isEmpty() && !word.equalsIgnoreCase(implied.name())) {
      wrong.add(
          switch (word.toLowerCase(Locale.ROOT)) {
            case "organization", "event" -> "scope " + word + " needs its " + word;
            case "global" -> "scope global has neither organization nor event";
            default -> "unknown scope '" + plain(word) + "'";
          });
    }
    return implied;
  }

  private static Optional<SuppressionReason> reason(String word) {
    if (word.isEmpty()) {
      return Optional.of(SuppressionReason.IMPORTED);
    }
    try {
      return Optional.of(SqlEnum.of(SuppressionReason.class, word.replaceAll("[ -]", "_")))
          // Nobody is forgotten by a file that names them.
          .filter(reason -> reason != SuppressionReason.ERASED);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Optional<Instant> time(List<String> fields, String name, List<String> wrong) {
    String text = field(fields, name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      wrong.add(name + " '" + plain(text) + "' is not a time like 2026-06-01T12:00:00Z");
      return Optional.empty();
    }
  }

  private String field(List<String> fields, String name) {
    Integer column = columns.get(name);
    return column == null || column >= fields.size() ? "" : fields.get(column).strip();
  }

  /// Stricter than what may be suppressed: a file should not bring what can never be an address.
  private static boolean isMailable(String address) {
    return address.length() <= 254
        && address.matches(
            "[^@\\s\\p{Cntrl},;<>\"]+@[^@\\s\\p{Cntrl},;<>\"]+\\.[^@\\s\\p{Cntrl},;<>\".]+");
  }

  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }
}
