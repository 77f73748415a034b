package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mailctl.audience.RegistrationId;
import mailctl.audience.RegistrationStore;
import mailctl.campaign.ClaimDoorStore;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Claims submissions, together with all that it takes to make their requests. Small ones are
/// claimed many at a time.
final class Claiming {
  private record Wanted(ScheduledEmailId email, Admission.Go admission) {
    Queue queue() {
      return new Queue(email, admission.lane());
    }
  }

  /// Where in a queue the last claim ended.
  ///
  /// @param since when it was looked through from the start
  private record Mark(ClaimStore.Place place, Instant since) {
    Mark further(Mark other) {
      return other.place.compareTo(place) > 0 ? other : this;
    }
  }

  private record Queue(ScheduledEmailId email, Lane lane) {}

  private static final Duration FROM_THE_START = Duration.ofSeconds(10);

  private final Database database;
  private final Permit permit;
  private final ClaimDoorStore door = new ClaimDoorStore();
  private final ClaimStore claims;
  private final RegistrationStore registrations;
  private final SendSettings settings;
  private final InstantSource clock;
  private final SharedWork<Wanted, Claim> shared;
  private final Map<Queue, Mark> marks = new ConcurrentHashMap<>();

  Claiming(
      Database database,
      Permit permit,
      ClaimStore claims,
      RegistrationStore registrations,
      SendSettings settings,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.permit = requireNonNull(permit, "permit is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.registrations = requireNonNull(registrations, "registrations is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.shared = new SharedWork<>(this::claim, settings.sharing(500), settings.crews());
  }

  /// One submission of that email, if anything of it is due in the lane.
  Claim claim(ScheduledEmailId email, Admission.Go admission) {
    return shared.bring(new Wanted(email, admission));
  }

  private List<Claim> claim(List<Wanted> wanted) {
    return database.transaction(tx -> claim(tx, wanted));
  }

  private List<Claim> claim(Tx tx, List<Wanted> wanted) {
    permit.require(tx);
    // In one order, so that those who stop emails and those who claim never wait for one another.
    wanted.stream()
        .map(Wanted::email)
        .distinct()
        .sorted(Comparator.comparingLong(ScheduledEmailId::value))
        .forEach(email -> door.enter(tx, email));
    Instant now = clock.instant();
    Map<Queue, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      places.computeIfAbsent(wanted.get(i).queue(), _ -> new ArrayList<>()).add(i);
    }
    List<Claim> claimed = new ArrayList<>(Collections.nCopies(wanted.size(), Claim.NOTHING));
    places.forEach(
        (queue, indexes) -> {
          List<Integer> sizes =
              indexes.stream().map(each -> wanted.get(each).admission().recipients()).toList();
          List<Claim> own = claim(tx, queue, sizes, now);
          for (int i = 0; i < own.size(); i++) {
            claimed.set(indexes.get(i), own.get(i));
          }
        });
    return withRegistrations(tx, claimed);
  }

  /// Goes on where the last one ended: what was claimed lately is still in the index for a while.
  /// What came back behind that place is found when nothing is left before it, and now and then.
  private List<Claim> claim(Tx tx, Queue queue, List<Integer> sizes, Instant now) {
    Mark mark = marks.getOrDefault(queue, new Mark(ClaimStore.Place.START, now));
    boolean goesOn = now.isBefore(mark.since().plus(FROM_THE_START));
    if (goesOn && !mark.place().equals(ClaimStore.Place.START)) {
      List<Claim> found = claim(tx, queue, sizes, now, mark);
      if (!found.isEmpty()) {
        return found;
      }
    }
    marks.remove(queue);
    return claim(tx, queue, sizes, now, new Mark(ClaimStore.Place.START, now));
  }

  private List<Claim> claim(Tx tx, Queue queue, List<Integer> sizes, Instant now, Mark mark) {
    Optional<Integer> limit =
        claims.nextBatchLimit(
            tx, queue.email(), now, settings.batchSize(), queue.lane(), mark.place());
    if (limit.isEmpty()) {
      return List.of();
    }
    ClaimStore.Claimed claimed =
        claims.claim(
            tx,
            queue.email(),
            now,
            settings.lease(),
            settings.batchSize(),
            limit.get(),
            sizes.stream().map(size -> Math.min(limit.get(), size)).toList(),
            queue.lane(),
            mark.place());
    boolean isNarrowed = limit.get() < settings.batchSize();
    if (!isNarrowed) {
      marks.merge(queue, new Mark(claimed.last(), mark.since()), Mark::further);
    }
    boolean foundNothing = claimed.claims().stream().allMatch(Claim::isEmpty);
    return foundNothing ? List.of() : claimed.claims();
  }

  private List<Claim> withRegistrations(Tx tx, List<Claim> claimed) {
    List<RegistrationId> ids = claimed.stream().flatMap(Claim::registrationIds).toList();
    if (ids.isEmpty()) {
      return claimed;
    }
    var found = registrations.findAll(tx, ids);
    return claimed.stream().map(each -> each.with(found)).toList();
  }
}
