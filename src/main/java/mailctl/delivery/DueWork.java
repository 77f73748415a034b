package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.audience.AudienceStore;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// What a pass would find to do, without doing it.
public final class DueWork {
  /// A scheduled email whose time has come.
  ///
  /// @param recipients those who would get it now
  public record Email(
      ScheduledEmailId id,
      String name,
      String event,
      Optional<Instant> dueAt,
      DueEmails.Verdict verdict,
      long recipients) {
    public Email {
      requireNonNull(id, "id is null");
      requireNonNull(name, "name is null");
      requireNonNull(event, "event is null");
      requireNonNull(dueAt, "dueAt is null");
      requireNonNull(verdict, "verdict is null");
    }
  }

  /// An email that is being sent or was sent, and its deliveries that are due.
  public record Deliveries(
      ScheduledEmailId email, String name, String event, long queued, long retrying) {
    public Deliveries {
      requireNonNull(email, "email is null");
      requireNonNull(name, "name is null");
      requireNonNull(event, "event is null");
    }
  }

  private final Database database;
  private final Emails emails;
  private final DueEmails due;
  private final SendPlans plans;
  private final ClaimStore claims;
  private final AudienceStore audience;
  private final InstantSource clock;

  DueWork(
      Database database,
      Emails emails,
      DueEmails due,
      SendPlans plans,
      ClaimStore claims,
      AudienceStore audience,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.due = requireNonNull(due, "due is null");
    this.plans = requireNonNull(plans, "plans is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.audience = requireNonNull(audience, "audience is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Whether anything would be sent, held or paused.
  public boolean isAny() {
    Instant now = clock.instant();
    return database.transaction(
        tx ->
            !emails.store().due(tx, now, 1).isEmpty()
                || !claims.emailsWithDueDeliveries(tx, now).isEmpty());
  }

  /// The longest due first.
  public List<Email> emails(int limit) {
    Instant now = clock.instant();
    List<Email> found =
        database.transaction(
            tx ->
                emails.store().due(tx, now, limit).stream().map(id -> email(tx, id, now)).toList());
    return found.stream().map(this::asPlanned).toList();
  }

  /// Held, when it is not what a plan promised.
  private Email asPlanned(Email email) {
    if (email.verdict() != DueEmails.Verdict.SEND) {
      return email;
    }
    Optional<Long> plan = database.transaction(tx -> plans.binding(tx, email.id()));
    return plan.isEmpty() || plans.drift(plan.get()).isNone()
        ? email
        : new Email(
            email.id(), email.name(), email.event(), email.dueAt(), DueEmails.Verdict.HOLD, 0);
  }

  public List<Deliveries> deliveries() {
    return database.transaction(tx -> claims.dueByEmail(tx, clock.instant()));
  }

  /// Deliveries of the first round that could be claimed, now or a little later.
  public long waiting() {
    return database.transaction(claims::queued);
  }

  private Email email(Tx tx, ScheduledEmailId id, Instant now) {
    EmailInPlace place = emails.find(tx, id);
    DueEmails.Verdict verdict = due.verdict(place, now);
    long recipients = 0;
    if (verdict == DueEmails.Verdict.SEND) {
      try {
        Contents.of(place);
        recipients =
            place.email().planned()
                ? claims.queued(tx, id)
                : audience.count(tx, place.event().id(), Membership.filter(place)).included();
      } catch (Refusal e) {
        verdict = DueEmails.Verdict.PAUSE;
      }
    }
    ScheduledEmail email = place.email();
    return new Email(id, email.name(), place.event().slug(), email.dueAt(), verdict, recipients);
  }
}
