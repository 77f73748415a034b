package mailctl.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Plain SQL on the torture's server: nothing of mailctl's own stands between it and the rows.
final class Books {
  private final TortureServer server;

  Books(TortureServer server) {
    this.server = server;
  }

  List<Long> numbers(String query) throws SQLException {
    return rows(query).stream().map(row -> Long.valueOf(row.getFirst())).toList();
  }

  long number(String query) throws SQLException {
    return numbers(query).getFirst();
  }

  Map<String, Integer> counts(String query) throws SQLException {
    Map<String, Integer> counts = new HashMap<>();
    rows(query).forEach(row -> counts.put(row.getFirst(), Integer.valueOf(row.get(1))));
    return counts;
  }

  /// Every column as text; null is empty.
  List<List<String>> rows(String query) throws SQLException {
    try (Connection connection = server.connect();
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      List<List<String>> found = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String text = rows.getString(i);
          row.add(text == null ? "" : text);
        }
        found.add(row);
      }
      return found;
    }
  }
}
