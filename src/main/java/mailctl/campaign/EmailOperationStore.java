package mailctl.campaign;

import static mailctl.database.schema.Tables.EMAIL_OPERATION;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import mailctl.database.Tx;

/// What people did to scheduled emails, in the order in which it took effect.
public final class EmailOperationStore {
  /// The email is locked.
  void add(Tx tx, ScheduledEmailId email, EmailOperation.Kind kind, String who, Instant now) {
    tx.dsl()
        .insertInto(EMAIL_OPERATION)
        .set(EMAIL_OPERATION.SCHEDULED_EMAIL_ID, email.value())
        .set(EMAIL_OPERATION.KIND, kind.text())
        .set(EMAIL_OPERATION.WHO, who)
        .set(EMAIL_OPERATION.AT, now)
        .execute();
  }

  public Optional<EmailOperation> last(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .selectFrom(EMAIL_OPERATION)
        .where(EMAIL_OPERATION.SCHEDULED_EMAIL_ID.eq(email.value()))
        .orderBy(EMAIL_OPERATION.ID.desc())
        .limit(1)
        .fetchOptional(
            row ->
                new EmailOperation(
                    row.getId(),
                    EmailOperation.Kind.valueOf(row.getKind().toUpperCase(Locale.ROOT)),
                    row.getWho(),
                    row.getAt()));
  }
}
