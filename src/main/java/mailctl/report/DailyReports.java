package mailctl.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.inspect.HealthReports;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mails the report of each day once, however many processes do this. The row of the day is taken
/// and committed before anybody is called; a call of which nobody knows what came is not repeated.
/// What certainly was not sent is tried again until the next one is due, and the next one tells.
public final class DailyReports {
  private static final Logger log = LoggerFactory.getLogger(DailyReports.class);

  /// To read the numbers, which takes seconds at most.
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final List<Duration> PAUSES =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

  /// What it does, and for whom.
  ///
  /// @param at in the zone of the reports
  /// @param longestCall longer than that no call takes
  public record Plan(LocalTime at, List<String> to, Duration longestCall) {
    public Plan {
      requireNonNull(at, "at is null");
      to = List.copyOf(to);
      requireNonNull(longestCall, "longestCall is null");
    }
  }

  private record Turn(LocalDate day, UUID owner) {}

  private final Database database;
  private final InstantSource clock;
  private final HealthReports reports;
  private final ReportMail mail;
  private final Plan plan;
  private final Supplier<Optional<Refusal>> objection;
  private final DailyReportStore store = new DailyReportStore();

  /// `objection` says why nothing may be sent now, if so.
  public DailyReports(
      Database database,
      InstantSource clock,
      HealthReports reports,
      ReportMail mail,
      Plan plan,
      Supplier<Optional<Refusal>> objection) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.reports = requireNonNull(reports, "reports is null");
    this.mail = requireNonNull(mail, "mail is null");
    this.plan = requireNonNull(plan, "plan is null");
    this.objection = requireNonNull(objection, "objection is null");
  }

  /// Mails the report that is due, if one is and nobody else does.
  public void runOnce() {
    ReportTime time = time();
    Instant now = clock.instant();
    int tidied = database.transaction(tx -> store.tidy(tx, time.latest(now), now));
    if (tidied > 0) {
      log.warn("daily_report=unfinished reports={}", tidied);
    }
    if (objection.get().isPresent()) {
      return;
    }
    take(time, now).ifPresent(turn -> mail(turn, time));
  }

  /// When there is something to do again; nobody knows while nothing may be sent.
  public Optional<Instant> nextAt() {
    if (objection.get().isPresent()) {
      return Optional.empty();
    }
    Instant next = time().next(clock.instant());
    return database
        .transaction(store::nextAt)
        .filter(open -> open.isBefore(next))
        .or(() -> Optional.of(next));
  }

  private ReportTime time() {
    return new ReportTime(plan.at(), mail.zone());
  }

  private Optional<Turn> take(ReportTime time, Instant now) {
    UUID owner = UUID.randomUUID();
    Instant until = now.plus(LEASE);
    Optional<LocalDate> fresh =
        time.due(now)
            .filter(day -> database.transaction(tx -> store.begin(tx, day, owner, now, until)));
    return fresh
        .or(
            () ->
                Optional.of(time.latest(now))
                    .filter(
                        day ->
                            database.transaction(tx -> store.tryAgain(tx, day, owner, now, until))))
        .map(day -> new Turn(day, owner));
  }

  private void mail(Turn turn, ReportTime time) {
    MailRequest request;
    try {
      List<String> to = mail.notSuppressed(plan.to());
      if (to.size() < plan.to().size()) {
        log.warn("daily_report={} suppressed={}", turn.day(), plan.to().size() - to.size());
      }
      request =
          mail.prepare(reports.of(time.period(turn.day()), Optional.empty()), to, Optional.empty());
    } catch (RuntimeException e) {
      postpone(turn, String.valueOf(e.getMessage()), Optional.empty());
      return;
    }
    Instant now = clock.instant();
    Instant until = now.plus(plan.longestCall());
    if (!database.transaction(tx -> store.call(tx, turn.day(), turn.owner(), now, until))) {
      log.warn("daily_report={} state=lost reason=lease", turn.day());
      return;
    }
    settle(turn, mail.send(request));
  }

  private void settle(Turn turn, SubmissionOutcome outcome) {
    switch (outcome) {
      case SubmissionOutcome.Accepted accepted -> {
        database.run(
            tx -> store.sent(tx, turn.day(), turn.owner(), accepted.messageId(), clock.instant()));
        log.info("daily_report={} state=sent", turn.day());
      }
      case SubmissionOutcome.Returned returned ->
          postpone(turn, returned.words(), returned.retryAfter());
      case SubmissionOutcome.Rejected rejected ->
          postpone(turn, rejected.words(), Optional.empty());
      case SubmissionOutcome.InDoubt doubt -> {
        database.run(
            tx ->
                store.inDoubt(
                    tx,
                    turn.day(),
                    turn.owner(),
                    "nobody knows whether it was sent: " + doubt.words(),
                    clock.instant()));
        log.warn("daily_report={} state=in_doubt words=\"{}\"", turn.day(), doubt.words());
      }
    }
  }

  private void postpone(Turn turn, String words, Optional<Duration> atLeast) {
    Instant now = clock.instant();
    int tries = database.transaction(tx -> store.tries(tx, turn.day()));
    Duration usual = PAUSES.get(Math.min(tries, PAUSES.size()) - 1);
    Duration pause = atLeast.filter(wish -> wish.compareTo(usual) > 0).orElse(usual);
    database.run(tx -> store.postpone(tx, turn.day(), turn.owner(), words, now.plus(pause), now));
    log.warn(
        "daily_report={} state=not_sent tries={} next_try_s={} words=\"{}\"",
        turn.day(),
        tries,
        pause.toSeconds(),
        words);
  }
}
