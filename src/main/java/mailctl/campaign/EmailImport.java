package mailctl.campaign;

import java.util.Optional;
import mailctl.audience.EventId;
import mailctl.audience.RecipientFilter;
import mailctl.audience.Saved;
import mailctl.database.Tx;

/// Brings one scheduled email in line with a file; its event and name say which.
final class EmailImport {
  private final Schedule schedule;
  private final ScheduleStore store = new ScheduleStore();
  private final ExperimentStore experiments = new ExperimentStore();

  EmailImport(Schedule schedule) {
    this.schedule = schedule;
  }

  /// @throws mailctl.database.Refusal of kind CONFLICT when it would have to change but has started
  Saved.Outcome store(Tx tx, EventId event, Draft draft) {
    Optional<ScheduledEmail> found = store.find(tx, event, draft.name());
    if (found.isEmpty()) {
      schedule.create(tx, event, draft);
      return Saved.Outcome.INSERTED;
    }
    ScheduledEmail email = found.get();
    boolean rewritten =
        !sameContent(email.content(), draft.content())
            || email.kind() != draft.kind()
            || !experiments.of(tx, email.id()).equals(draft.experiment());
    boolean moved = !email.trigger().equals(draft.trigger().text());
    if (rewritten) {
      schedule.edit(tx, email.id(), change(draft));
    }
    if (moved) {
      schedule.move(tx, email.id(), draft.trigger());
    }
    return rewritten || moved ? Saved.Outcome.UPDATED : Saved.Outcome.UNCHANGED;
  }

  private static EmailChange change(Draft draft) {
    EmailContent content = draft.content();
    return new EmailChange(
        Optional.empty(),
        Optional.of(draft.kind()),
        Optional.of(content.subject()),
        Optional.of(content.html()),
        Optional.of(content.text()),
        Optional.of(content.filter()),
        Optional.of(draft.experiment()));
  }

  /// PostgreSQL writes JSON its own way, so filters are compared by what they mean.
  private static boolean sameContent(EmailContent a, EmailContent b) {
    return a.subject().equals(b.subject())
        && a.html().equals(b.html())
        && a.text().equals(b.text())
        && RecipientFilter.ofJson(a.filter()).equals(RecipientFilter.ofJson(b.filter()));
  }
}
