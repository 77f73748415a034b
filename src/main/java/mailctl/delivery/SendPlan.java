package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmail;

/// What would be sent, to whom, and when it would be through: as it was frozen under an id.
///
/// @param registrations of the event, whatever the filter says
/// @param skipped how many for which reason
/// @param first how many get which version first; empty for an email of one version
/// @param endsAt when nothing comes between; empty when no rate is known
/// @param binds at its time exactly this is sent, or the email is held
public record SendPlan(
    long id,
    ScheduledEmail email,
    Instant createdAt,
    String contentFingerprint,
    String audienceFingerprint,
    long registrations,
    List<Clause> clauses,
    long included,
    Map<String, Long> skipped,
    List<BranchSample> branches,
    List<Missing> missing,
    Map<String, Long> first,
    Optional<Rate> rate,
    Instant startsAt,
    Optional<Instant> endsAt,
    boolean binds) {
  /// One key of the filter: how many registrations it fits, and how many are left after it and
  /// those before it.
  public record Clause(String words, long matching, long left) {}

  /// A placeholder without a value for so many; the first of them.
  public record Missing(String placeholder, long recipients, List<RegistrationId> samples) {
    public Missing {
      samples = List.copyOf(samples);
    }
  }

  /// Recipients a second, and how we know.
  public record Rate(double perSecond, String words) {}

  public SendPlan {
    requireNonNull(email, "email is null");
    clauses = List.copyOf(clauses);
    skipped = new TreeMap<>(skipped);
    branches = List.copyOf(branches);
    missing = List.copyOf(missing);
    first = new TreeMap<>(first);
  }

  /// Those who wait until it is decided which version they get.
  public long waiting() {
    return first.isEmpty() ? 0 : included - first.values().stream().mapToLong(it -> it).sum();
  }
}
