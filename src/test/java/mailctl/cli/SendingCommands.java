package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;

import java.util.List;
import java.util.Optional;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.CommandRun;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;

/// Command lines over a test's database, with a provider that remembers.
final class SendingCommands {
  final SettableClock clock = new SettableClock(TestRows.NOW);
  final RecordingProvider provider = new RecordingProvider();
  final TestDatabase db;
  final TestRows rows;

  SendingCommands(TestDatabase db) {
    this.db = db;
    this.rows = TestRows.in(db.database());
  }

  CommandRun.Result run(String... args) {
    return on().run(args);
  }

  CommandRun on() {
    return without().provider(provider);
  }

  /// With SendGrid itself, for which no key is set.
  CommandRun without() {
    return CommandRun.on(db).clock(clock).set("send.max-wait", "1s");
  }

  /// A scheduled email to that many people.
  long emailTo(int people) {
    long email = rows.scheduledEmail().with(SCHEDULED_EMAIL.NAME, "Welcome").insert().getId();
    for (int i = 0; i < people; i++) {
      rows.registration().insert();
    }
    return email;
  }

  void answer(ReturnCause cause, String words) {
    provider.answer(new SubmissionOutcome.Returned(cause, words, Optional.empty()));
  }

  List<String> statuses(long email) {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .select(DELIVERY.STATUS)
                    .from(DELIVERY)
                    .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email))
                    .orderBy(DELIVERY.ID)
                    .fetch(DELIVERY.STATUS));
  }

  String status(long email) {
    return db.database()
        .transaction(
            tx -> tx.dsl().fetchSingle(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(email)).getStatus());
  }
}
