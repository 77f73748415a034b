package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import mailctl.campaign.EmailOperation;
import mailctl.campaign.ScheduleChange;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// Runs operations on scheduled emails and tells what is true afterwards: all of them, or none when
/// one is refused.
final class EmailChanges {
  private record Changed(ScheduleChange change, EmailRow row, Optional<EmailOperation> last) {}

  private final Session session;
  private final DryRun dryRun;

  private EmailChanges(Session session, DryRun dryRun) {
    this.session = requireNonNull(session, "session is null");
    this.dryRun = requireNonNull(dryRun, "dryRun is null");
  }

  static EmailChanges of(Session session, DryRun dryRun) {
    return new EmailChanges(session, dryRun);
  }

  ExitCode one(Function<Tx, ScheduleChange> work) {
    return tell(Writing.run(session, dryRun, tx -> List.of(changed(tx, work.apply(tx)))));
  }

  /// In id order, so that two who do this at once do not wait for each other.
  ExitCode each(List<ScheduledEmailId> ids, BiFunction<Tx, ScheduledEmailId, ScheduleChange> work) {
    List<ScheduledEmailId> sorted =
        ids.stream().distinct().sorted(Comparator.comparingLong(ScheduledEmailId::value)).toList();
    return tell(
        Writing.run(
            session,
            dryRun,
            tx -> sorted.stream().map(id -> changed(tx, work.apply(tx, id))).toList()));
  }

  private Changed changed(Tx tx, ScheduleChange change) {
    return new Changed(
        change,
        EmailRow.of(session, tx, change.after()),
        session.app().scheduleControl().last(tx, change.after().id()));
  }

  private ExitCode tell(List<Changed> all) {
    if (session.json()) {
      session.print(
          Json.object()
              .list("scheduled_emails", all, EmailChanges::json)
              .put("dry_run", dryRun.on));
    }
    all.forEach(
        it -> {
          session.say(sentence(it));
          if (it.change().changed()) {
            EmailView.warn(session, it.row().email());
          }
        });
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private static JsonObject json(EmailOperation last) {
    return Json.object().put("kind", last.kind()).put("who", last.who()).put("at", last.at());
  }

  private static JsonObject json(Changed it) {
    return EmailView.json(it.row())
        .put("changed", it.change().changed())
        .put("cancelled_deliveries", it.change().cancelledDeliveries())
        .put("last_operation", it.last().map(EmailChanges::json))
        .texts("warnings", EmailView.warnings(it.row().email()));
  }

  private static String already(Optional<EmailOperation> last) {
    return " (it was already" + last.map(by -> ": " + by.words()).orElse("") + ")";
  }

  private static String sentence(Changed it) {
    int cancelled = it.change().cancelledDeliveries();
    return EmailView.sentence(it.row())
        + (cancelled == 0 ? "" : "; waiting deliveries cancelled: " + cancelled)
        + (it.change().changed() ? "" : already(it.last()));
  }
}
