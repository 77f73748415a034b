package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.audience.EventId;

/// One email for one event, due at a time.
///
/// @param trigger as a person writes it; `dueAt` follows from it, the event's dates and the zone
/// @param releasedAt a person has said that this one goes out however late it is
/// @param startedAt the first delivery was planned: the content is frozen from here on
/// @param plannedAt the whole audience was planned
public record ScheduledEmail(
    ScheduledEmailId id,
    EventId event,
    String name,
    EmailKind kind,
    ScheduledEmailStatus status,
    Optional<StatusReason> reason,
    EmailContent content,
    String trigger,
    Optional<Instant> dueAt,
    Optional<Instant> releasedAt,
    Optional<Instant> startedAt,
    Optional<Instant> plannedAt,
    Optional<Instant> finishedAt) {
  public ScheduledEmail {
    requireNonNull(id, "id is null");
    requireNonNull(event, "event is null");
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(status, "status is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(content, "content is null");
    requireNonNull(trigger, "trigger is null");
    requireNonNull(dueAt, "dueAt is null");
    requireNonNull(releasedAt, "releasedAt is null");
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(plannedAt, "plannedAt is null");
    requireNonNull(finishedAt, "finishedAt is null");
  }

  public String subject() {
    return content.subject();
  }

  public String html() {
    return content.html();
  }

  public String text() {
    return content.text();
  }

  /// A recipient filter as JSON.
  public String filter() {
    return content.filter();
  }

  /// Promotional mail without it is legal trouble, though the mail program may offer a button.
  public boolean lacksUnsubscribeLink() {
    return kind == EmailKind.PROMOTIONAL && !content.hasUnsubscribeLink();
  }

  /// What it answers, if it is a standing one, which goes out whenever that happens.
  public Optional<Happening> answers() {
    return Happening.of(trigger);
  }

  /// As it would be with other content.
  public ScheduledEmail with(EmailContent other) {
    return new ScheduledEmail(
        id,
        event,
        name,
        kind,
        status,
        reason,
        other,
        trigger,
        dueAt,
        releasedAt,
        startedAt,
        plannedAt,
        finishedAt);
  }

  public boolean started() {
    return startedAt.isPresent();
  }

  public boolean planned() {
    return plannedAt.isPresent();
  }

  public boolean pausedFor(StatusReason.Pause why) {
    return reason.filter(why::equals).isPresent();
  }

  /// "paused (no date)": how a person reads it.
  public String standing() {
    return status.text() + reason.map(why -> " (" + why.text().replace('_', ' ') + ")").orElse("");
  }
}
