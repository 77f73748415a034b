package mailctl.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/// Keeps due emails coming, each an event of its own with some hundred people out of a few
/// thousand, in one transaction, as another application would.
final class Feeder {
  private static final String ORGANIZATION =
      """
      insert into organization (slug, name, email, time_zone)
      values ('torture', 'Torture', 'torture@example.org', 'UTC')
      on conflict do nothing
      """;
  private static final String EMAIL =
      """
      with e as (
        insert into event (organization_id, slug, title, status, event_date)
        select id, ?, 'Event', 'live', current_date + 30 from organization
        returning id),
      r as (
        insert into registration (event_id, email, name, status)
        select e.id, person, split_part(person, '@', 1), 'approved' from e, unnest(?) as person)
      insert into scheduled_email (event_id, name, status, subject, text, trigger, due_at)
      select e.id, ?, 'scheduled', 'See you soon', 'Hello {{first_name|there}}',
        'at ' || to_char(due at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), due
      from e, date_trunc('minute', now()) as due
      """;

  private final TortureServer server;
  private final Random random;
  private final Tally tally;
  private final int least;
  private final int most;
  private final int people;
  private int emails;

  /// @param most audience of one email
  /// @param people in all
  Feeder(TortureServer server, long seed, Tally tally, int least, int most, int people) {
    this.server = server;
    this.random = new Random(seed);
    this.tally = tally;
    this.least = least;
    this.most = most;
    this.people = people;
  }

  void feed() throws SQLException {
    Set<String> audience = new LinkedHashSet<>();
    int size = least + random.nextInt(most - least + 1);
    while (audience.size() < size) {
      audience.add(person(random.nextInt(people)));
    }
    int number = emails + 1;
    try (Connection connection = server.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(ORGANIZATION);
      }
      try (PreparedStatement statement = connection.prepareStatement(EMAIL)) {
        statement.setString(1, "event-" + number);
        statement.setArray(2, connection.createArrayOf("text", audience.toArray()));
        statement.setString(3, "Email " + number);
        statement.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      if (!committed(number)) {
        throw e;
      }
    }
    emails = number;
    tally.count("emails");
    tally.count("people", size);
  }

  /// The server may have gone between the commit and its answer.
  private boolean committed(int number) throws SQLException {
    return new Books(server)
            .number("select count(*) from event where slug = 'event-" + number + "'")
        > 0;
  }

  private static String person(int number) {
    return (number % 199 == 7 ? "reject-" : "person-") + number + "@example.org";
  }
}
