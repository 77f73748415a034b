package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.EmailKind;
import mailctl.campaign.Happening;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.StatusReason;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what happened: each approval, payment, change of the event and so on becomes one
/// delivery of every standing email that waits for it, to be claimed and sent like any other. From
/// here on its content is frozen. What happened is forgotten in the same transaction.
public final class Happenings {
  private static final Logger LOG = LoggerFactory.getLogger(Happenings.class);
  private static final int BATCH = 5_000;

  private final Database database;
  private final Emails emails;
  private final HappeningStore store;
  private final ContentStore contents;
  private final BulletinStore bulletins = new BulletinStore();
  private final InstantSource clock;

  Happenings(
      Database database,
      Emails emails,
      HappeningStore store,
      ContentStore contents,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.store = requireNonNull(store, "store is null");
    this.contents = requireNonNull(contents, "contents is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Everything that has happened by now; returns how many deliveries that made.
  public int runOnce() {
    int planned = 0;
    for (ScheduledEmailId id : database.transaction(store::emails)) {
      planned += answer(id);
    }
    return planned;
  }

  private int answer(ScheduledEmailId id) {
    int planned = 0;
    while (true) {
      try {
        Optional<Integer> some = database.transaction(tx -> answerSome(tx, id));
        if (some.isEmpty()) {
          return planned;
        }
        planned += some.get();
      } catch (Refusal e) {
        LOG.warn("email={} state=paused reason=invalid_content detail=\"{}\"", id, e.getMessage());
        database.transaction(
            tx -> {
              emails.lock(tx, id);
              return emails
                  .store()
                  .pause(tx, id, StatusReason.Pause.INVALID_CONTENT, clock.instant());
            });
        return planned;
      }
    }
  }

  /// Empty when nothing is left.
  private Optional<Integer> answerSome(Tx tx, ScheduledEmailId id) {
    EmailInPlace email = emails.lock(tx, id);
    List<Long> happened = store.of(tx, id, BATCH);
    if (happened.isEmpty()) {
      return Optional.empty();
    }
    int planned = 0;
    Optional<Happening> answers = email.email().answers();
    // Cancelled, or given another trigger meanwhile: nobody answers any more.
    if (answers.isPresent() && email.email().status() != ScheduledEmailStatus.CANCELLED) {
      Content.of(email);
      Instant now = clock.instant();
      Map<String, String> bulletin = bulletins.of(tx, happened.getFirst()).orElse(Map.of());
      long content = contents.freeze(tx, email.withoutPartials().email(), bulletin, now);
      planned = store.plan(tx, email, happened, content, now, due(email, now));
      LOG.info("email={} answers={} planned={}", id, answers.get().phrase(), planned);
    }
    store.remove(tx, happened);
    return Optional.of(planned);
  }

  /// Who has just paid, or learns that the event is off, need not wait for the morning.
  private static Instant due(EmailInPlace email, Instant now) {
    return email.email().kind() == EmailKind.TRANSACTIONAL
        ? now
        : email.organization().nextSendingTime(now);
  }
}
