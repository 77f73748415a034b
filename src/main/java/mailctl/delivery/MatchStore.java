package mailctl.delivery;

import static mailctl.database.schema.Tables.INSTALLATION;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mailctl.database.ArraySql;
import mailctl.database.Tx;

/// Finds the attempts that provider events are about.
final class MatchStore {
  private static final String COLUMNS =
      """
      select a.id, a.delivery_id, a.submission_id, s.state = 'accepted', a.email,
        e.organization_id
      """;

  private static final String PARENTS =
      """
      join scheduled_email m on m.id = s.scheduled_email_id
      join event e on e.id = m.event_id
      """;

  private static final String BY_REFERENCE =
      COLUMNS
          + """
            , a.number
            from unnest(?, ?) as n (delivery, number)
            join attempt a on a.delivery_id = n.delivery and a.number = n.number
            join submission s on s.id = a.submission_id
            """
          + PARENTS;

  private static final String BY_MESSAGE_ID =
      COLUMNS
          + """
            , s.message_id
            from unnest(?, ?) as n (message_id, email)
            join submission s on s.message_id = n.message_id
            join attempt a on a.submission_id = s.id and lower(a.email) = n.email
            """
          + PARENTS;

  private static final String KNOWN =
      """
      select n.email from unnest(?) as n (email)
      where exists (select from registration r where lower(r.email) = lower(n.email))
      """;

  private static final String FORMER_IDS =
      """
      select n.id from unnest(?) as n (id)
      where exists (select from installation_former f where f.id = n.id)
      """;

  /// Under a former id only what was sent under it from here: the original goes on with it. Where
  /// it is not written down, what was called while it was ours.
  private static final String UNDER_FORMER_IDS =
      """
      select n.id, n.delivery, n.number
      from unnest(?, ?, ?) as n (id, delivery, number)
      where exists (
        select from installation_former f
        join attempt a on a.delivery_id = n.delivery and a.number = n.number
        join submission s on s.id = a.submission_id
        where f.id = n.id
          and (s.installation = n.id
            or s.installation is null and s.state not in ('claimed', 'returned')
              and s.claimed_at < f.until_at))
      """;

  /// The number counts per delivery.
  record AttemptName(long delivery, int number) {}

  /// A request and one of its recipients, in lower case.
  record Recipient(String messageId, String email) {}

  Map<AttemptName, MatchedAttempt> byReference(Tx tx, Collection<AttemptName> names) {
    Map<AttemptName, MatchedAttempt> found = HashMap.newHashMap(names.size());
    if (names.isEmpty()) {
      return found;
    }
    List<AttemptName> asked = List.copyOf(names);
    ArraySql.query(
        tx,
        BY_REFERENCE,
        bind -> bind.longs(asked, AttemptName::delivery).ints(asked, AttemptName::number),
        row -> {
          MatchedAttempt attempt = attempt(row);
          found.put(new AttemptName(attempt.delivery().value(), row.getInt(7)), attempt);
        });
    return found;
  }

  Map<Recipient, MatchedAttempt> byMessageId(Tx tx, Collection<Recipient> recipients) {
    Map<Recipient, MatchedAttempt> found = HashMap.newHashMap(recipients.size());
    if (recipients.isEmpty()) {
      return found;
    }
    List<Recipient> asked = List.copyOf(recipients);
    ArraySql.query(
        tx,
        BY_MESSAGE_ID,
        bind -> bind.texts(asked, Recipient::messageId).texts(asked, Recipient::email),
        row -> {
          MatchedAttempt attempt = attempt(row);
          found.put(
              new Recipient(row.getString(7), attempt.email().toLowerCase(Locale.ROOT)), attempt);
        });
    return found;
  }

  /// The id that this database has now.
  String installation(Tx tx) {
    return tx.dsl().select(INSTALLATION.ID).from(INSTALLATION).fetchSingle(INSTALLATION.ID);
  }

  /// Those of the references that this database made under an id that it had before.
  Set<Reference> underFormerIds(Tx tx, Collection<Reference> references) {
    Set<Reference> found = new HashSet<>();
    List<String> ids = references.stream().map(Reference::installation).distinct().toList();
    Set<String> former = new HashSet<>();
    if (!ids.isEmpty()) {
      ArraySql.query(
          tx,
          FORMER_IDS,
          bind -> bind.texts(ids, each -> each),
          row -> former.add(row.getString(1)));
    }
    List<Reference> asked =
        references.stream().filter(each -> former.contains(each.installation())).toList();
    if (!asked.isEmpty()) {
      ArraySql.query(
          tx,
          UNDER_FORMER_IDS,
          bind ->
              bind.texts(asked, Reference::installation)
                  .longs(asked, each -> each.delivery().value())
                  .ints(asked, Reference::attempt),
          row ->
              found.add(
                  new Reference(row.getString(1), new DeliveryId(row.getLong(2)), row.getInt(3))));
    }
    return found;
  }

  /// Those of the addresses with which anybody ever registered.
  Set<String> known(Tx tx, Collection<String> emails) {
    Set<String> known = new HashSet<>();
    if (!emails.isEmpty()) {
      List<String> asked = List.copyOf(emails);
      ArraySql.query(
          tx, KNOWN, bind -> bind.texts(asked, each -> each), row -> known.add(row.getString(1)));
    }
    return known;
  }

  private static MatchedAttempt attempt(ResultSet row) throws SQLException {
    return new MatchedAttempt(
        row.getLong(1),
        new DeliveryId(row.getLong(2)),
        new SubmissionId(row.getLong(3)),
        row.getBoolean(4),
        row.getString(5),
        row.getLong(6));
  }
}
