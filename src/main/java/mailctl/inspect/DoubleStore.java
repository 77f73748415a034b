package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.select;

import mailctl.database.schema.tables.Attempt;
import mailctl.database.schema.tables.Submission;
import org.jooq.Condition;
import org.jooq.Select;

/// What makes a double: an attempt that was taken and not refused, and a later one of the same
/// delivery that was taken, too. Conditions for the queries of others.
final class DoubleStore {
  private static final Attempt LATER = ATTEMPT.as("later");
  private static final Attempt WISH = ATTEMPT.as("wish");
  private static final Submission LATER_SUBMISSION = SUBMISSION.as("later_submission");

  private DoubleStore() {}

  /// Whether a person asked for the later one, or for one in between of which it is a retry.
  static Condition byHand() {
    return exists(
        select(WISH.ID)
            .from(WISH)
            .where(WISH.DELIVERY_ID.eq(ATTEMPT.DELIVERY_ID))
            .and(WISH.ORIGIN.eq("resend"))
            .and(WISH.NUMBER.gt(ATTEMPT.NUMBER))
            .and(WISH.NUMBER.le(LATER.NUMBER)));
  }

  /// For a query that has DELIVERY.
  static Select<?> ofDelivery(Condition how) {
    return select(ATTEMPT.ID)
        .from(ATTEMPT)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
        .join(LATER)
        .on(LATER.DELIVERY_ID.eq(ATTEMPT.DELIVERY_ID))
        .and(LATER.NUMBER.gt(ATTEMPT.NUMBER))
        .join(LATER_SUBMISSION)
        .on(LATER_SUBMISSION.ID.eq(LATER.SUBMISSION_ID))
        .where(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
        .and(SUBMISSION.STATE.eq("accepted"))
        .and(wasNotRefused())
        .and(LATER_SUBMISSION.STATE.eq("accepted"))
        .and(LATER.REJECTION.isNull())
        .and(how);
  }

  /// For a query that has ATTEMPT, which is of an accepted submission.
  static Select<?> takenAgainByHand() {
    return select(LATER.ID)
        .from(LATER)
        .join(LATER_SUBMISSION)
        .on(LATER_SUBMISSION.ID.eq(LATER.SUBMISSION_ID))
        .where(LATER.DELIVERY_ID.eq(ATTEMPT.DELIVERY_ID))
        .and(LATER.NUMBER.gt(ATTEMPT.NUMBER))
        .and(wasNotRefused())
        .and(LATER_SUBMISSION.STATE.eq("accepted"))
        .and(LATER.REJECTION.isNull())
        .and(byHand());
  }

  private static Condition wasNotRefused() {
    return ATTEMPT
        .REJECTION
        .isNull()
        .and(ATTEMPT.OUTCOME.isNull().or(ATTEMPT.OUTCOME.in("processed", "deferred", "delivered")));
  }
}
