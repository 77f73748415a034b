package mailctl.torture;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/// What people and cron do: sweep, send, pause and resume, whatever the daemons are doing.
final class Hands implements Tormentor.Orders {
  private final Books books;

  Hands(Books books) {
    this.books = books;
  }

  @Override
  public List<String> next(Random random) {
    int choice = random.nextInt(100);
    try {
      if (choice < 40) {
        return List.of("sweep");
      }
      if (choice < 70) {
        return about(random, "status in ('scheduled', 'sending')", "send", "--id");
      }
      return choice < 80
          ? about(random, "status in ('scheduled', 'sending')", "schedule", "pause")
          : about(random, "status = 'paused'", "schedule", "resume");
    } catch (SQLException e) {
      // PostgreSQL is away; the process will find that out for itself.
      return List.of("sweep");
    }
  }

  private List<String> about(Random random, String which, String... words) throws SQLException {
    List<Long> emails =
        books.numbers("select id from scheduled_email where " + which + " order by id");
    if (emails.isEmpty()) {
      return List.of("sweep");
    }
    String email = emails.get(random.nextInt(emails.size())).toString();
    return List.of(words[0], words[1], email);
  }
}
