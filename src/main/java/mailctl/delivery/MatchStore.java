package mailctl.delivery;

import static mailctl.database.schema.Tables.REGISTRATION;
import static org.jooq.impl.DSL.val;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailctl.database.Tx;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Finds the attempts that provider events are about.
final class MatchStore {
  private static final String COLUMNS =
      """
      a.id, a.delivery_id, a.number, a.submission_id, a.email, d.scheduled_email_id,
        e.id as event_id, e.organization_id, s.state = 'accepted' as accepted
      """;

  private static final String PARENTS =
      """
      join delivery d on d.id = a.delivery_id
      join scheduled_email m on m.id = d.scheduled_email_id
      join event e on e.id = m.event_id
      """;

  /// The number counts per delivery.
  record AttemptName(long delivery, int number) {}

  /// A request and one of its recipients, in lower case.
  record Recipient(String messageId, String email) {}

  Map<AttemptName, MatchedAttempt> byReference(Tx tx, Collection<AttemptName> names) {
    Map<AttemptName, MatchedAttempt> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    List<AttemptName> asked = List.copyOf(names);
    tx.dsl()
        .resultQuery(
            "select "
                + COLUMNS
                + "from unnest({0}, {1}) as n (delivery, number)"
                + " join attempt a on a.delivery_id = n.delivery and a.number = n.number"
                + " join submission s on s.id = a.submission_id "
                + PARENTS,
            val(
                asked.stream().map(AttemptName::delivery).toArray(Long[]::new),
                SQLDataType.BIGINT.array()),
            val(
                asked.stream().map(AttemptName::number).toArray(Integer[]::new),
                SQLDataType.INTEGER.array()))
        .forEach(
            row -> {
              MatchedAttempt attempt = attempt(row);
              found.put(
                  new AttemptName(attempt.delivery().value(), row.get("number", Integer.class)),
                  attempt);
            });
    return found;
  }

  Map<Recipient, MatchedAttempt> byMessageId(Tx tx, Collection<Recipient> recipients) {
    Map<Recipient, MatchedAttempt> found = new HashMap<>();
    if (recipients.isEmpty()) {
      return found;
    }
    List<Recipient> asked = List.copyOf(recipients);
    tx.dsl()
        .resultQuery(
            "select "
                + COLUMNS
                + ", s.message_id from unnest({0}, {1}) as n (message_id, email)"
                + " join submission s on s.message_id = n.message_id"
                + " join attempt a on a.submission_id = s.id and lower(a.email) = n.email "
                + PARENTS,
            val(
                asked.stream().map(Recipient::messageId).toArray(String[]::new),
                SQLDataType.CLOB.array()),
            val(
                asked.stream().map(Recipient::email).toArray(String[]::new),
                SQLDataType.CLOB.array()))
        .forEach(
            row -> {
              MatchedAttempt attempt = attempt(row);
              found.put(
                  new Recipient(
                      row.get("message_id", String.class),
                      attempt.email().toLowerCase(Locale.ROOT)),
                  attempt);
            });
    return found;
  }

  /// Whether anybody ever registered with that address.
  boolean knowsAddress(Tx tx, String email) {
    return tx.dsl()
        .fetchExists(REGISTRATION, DSL.lower(REGISTRATION.EMAIL).eq(DSL.lower(DSL.val(email))));
  }

  private static MatchedAttempt attempt(Record row) {
    return new MatchedAttempt(
        row.get("id", Long.class),
        new DeliveryId(row.get("delivery_id", Long.class)),
        new SubmissionId(row.get("submission_id", Long.class)),
        row.get("accepted", Boolean.class),
        row.get("email", String.class),
        row.get("organization_id", Long.class));
  }
}
