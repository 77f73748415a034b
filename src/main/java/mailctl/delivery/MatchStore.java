package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.INSTALLATION_FORMER;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /// Those of `ids` that are, or were, this database's own: empty for the present one, else until
  /// when it was.
  Map<String, Optional<Instant>> installations(Tx tx, Collection<String> ids) {
    Map<String, Optional<Instant>> ours = new HashMap<>();
    if (ids.isEmpty()) {
      return ours;
    }
    tx.dsl()
        .select(INSTALLATION_FORMER.ID, INSTALLATION_FORMER.UNTIL_AT)
        .from(INSTALLATION_FORMER)
        .where(INSTALLATION_FORMER.ID.in(ids))
        .forEach(row -> ours.put(row.value1(), Optional.of(row.value2())));
    tx.dsl()
        .select(INSTALLATION.ID)
        .from(INSTALLATION)
        .where(INSTALLATION.ID.in(ids))
        .forEach(row -> ours.put(row.value1(), Optional.empty()));
    return ours;
  }

  /// When each of these attempts was claimed.
  Map<Long, Instant> claimTimes(Tx tx, Collection<Long> attempts) {
    return attempts.isEmpty()
        ? Map.of()
        : tx.dsl()
            .select(ATTEMPT.ID, SUBMISSION.CLAIMED_AT)
            .from(ATTEMPT)
            .join(SUBMISSION)
            .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
            .where(ATTEMPT.ID.in(attempts))
            .fetchMap(ATTEMPT.ID, SUBMISSION.CLAIMED_AT);
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
