package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import mailctl.audience.AudienceStore;
import mailctl.audience.RecipientFilter;
import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import mailctl.audience.RegistrationStore;
import mailctl.campaign.MessageValues;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Plans to look at first: each is made by rehearsing what sending does, and kept under an id. Who
/// sends a plan plans anew, in one transaction, and keeps that only if nothing differs.
public final class SendPlans {
  private static final int CHUNK = 1_000;
  private static final int FIRST = 20;

  /// What would be sent.
  ///
  /// @param first how many get which version first, when there are several
  private record Look(
      String content,
      List<SendPlanStore.Member> members,
      PlanSurvey survey,
      Map<String, Long> first) {
    long included() {
      return members.stream().filter(it -> it.skipReason().isEmpty()).count();
    }
  }

  private final Database database;
  private final Emails emails;
  private final Planning planning;
  private final PlanClauses clauses;
  private final RegistrationStore registrations;
  private final SendPlanStore store = new SendPlanStore();
  private final PlanFingerprints fingerprints;
  private final InstantSource clock;

  SendPlans(
      Database database,
      Emails emails,
      Planning planning,
      AudienceStore audience,
      RegistrationStore registrations,
      PlanFingerprints fingerprints,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.planning = requireNonNull(planning, "planning is null");
    this.clauses = new PlanClauses(audience);
    this.registrations = requireNonNull(registrations, "registrations is null");
    this.fingerprints = requireNonNull(fingerprints, "fingerprints is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Freezes audience and content; nothing is sent, and the email stays as it is.
  ///
  /// @param binds whether at its time exactly this is sent, or the email is held
  /// @throws Refusal (NOT_FOUND), (DATA) when it cannot be rendered, (CONFLICT) when its audience
  ///   was settled before
  public SendPlan create(ScheduledEmailId id, boolean binds) {
    Instant now = clock.instant();
    Look look = database.rehearse(tx -> rehearse(tx, id, now));
    return database.transaction(tx -> keep(tx, id, look, binds, now));
  }

  /// The branches that the audience has now, each with samples.
  public List<BranchSample> branches(ScheduledEmailId id) {
    return database.rehearse(tx -> rehearse(tx, id, clock.instant())).survey().branches();
  }

  /// @throws Refusal (NOT_FOUND)
  public ScheduledEmailId email(Tx tx, long plan) {
    return require(tx, plan).email();
  }

  /// What differs now; of a plan that was sent, nothing.
  public PlanDrift drift(long plan) {
    return database.rehearse(
        tx -> {
          SendPlanStore.Row row = require(tx, plan);
          EmailInPlace locked = emails.lock(tx, row.email());
          if (row.applied()) {
            return new PlanDrift(plan, false, 0, List.of(), 0, List.of(), 0, List.of());
          }
          refusePlanned(locked.email());
          planning.rehearse(tx, locked, clock.instant());
          return compare(tx, row, look(tx, locked));
        });
  }

  boolean isApplied(Tx tx, long plan) {
    return require(tx, plan).applied();
  }

  /// After everybody was planned, in the same transaction, which must not be kept when this throws.
  void apply(Tx tx, EmailInPlace locked, long plan, Instant now) {
    PlanDrift drift = compare(tx, require(tx, plan), look(tx, locked));
    if (!drift.isNone()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "plan " + plan + " no longer fits: " + drift.words() + "; nothing was sent",
          "mailctl plan --id " + locked.email().id());
    }
    store.markApplied(tx, plan, now);
  }

  /// The plan that the email is sent by at its time, if one binds.
  public Optional<Long> binding(Tx tx, ScheduledEmailId email) {
    return store.binding(tx, email).map(SendPlanStore.Row::id);
  }

  /// After everybody was planned because the email is due, in the same transaction: the plan that
  /// binds counts as sent.
  ///
  /// @throws PlanDrifted when something differs; the transaction must not be kept then
  void keepPromise(Tx tx, EmailInPlace locked, Instant now) {
    Optional<SendPlanStore.Row> plan = store.binding(tx, locked.email().id());
    if (plan.isPresent()) {
      PlanDrift drift = compare(tx, plan.get(), look(tx, locked));
      if (!drift.isNone()) {
        throw new PlanDrifted(drift);
      }
      store.markApplied(tx, plan.get().id(), now);
    }
  }

  private Look rehearse(Tx tx, ScheduledEmailId id, Instant now) {
    EmailInPlace locked = emails.lock(tx, id);
    refusePlanned(locked.email());
    planning.rehearse(tx, locked, now);
    return look(tx, locked);
  }

  private static void refusePlanned(ScheduledEmail email) {
    if (email.answers().isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "scheduled email "
              + email.id()
              + " ("
              + email.name()
              + ") answers what happens to registrations, and has no audience to plan",
          "mailctl schedule show " + email.id());
    }
    if (email.planned() || email.status() == ScheduledEmailStatus.CANCELLED) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "scheduled email "
              + email.id()
              + " ("
              + email.name()
              + ") is "
              + email.standing()
              + (email.planned() ? ": its audience is settled" : ""),
          "mailctl inspect emails --id " + email.id());
    }
  }

  private Look look(Tx tx, EmailInPlace place) {
    Contents contents = Contents.of(place);
    MessageValues values = new MessageValues(place.organization(), place.event());
    PlanSurvey survey = new PlanSurvey(contents);
    Map<String, Long> first = new TreeMap<>();
    List<SendPlanStore.Member> members = new ArrayList<>();
    List<SendPlanStore.PlannedDelivery> all = store.deliveries(tx, place.email().id());
    for (int from = 0; from < all.size(); from += CHUNK) {
      List<SendPlanStore.PlannedDelivery> chunk =
          all.subList(from, Math.min(from + CHUNK, all.size()));
      Map<RegistrationId, Registration> found =
          registrations.findAll(
              tx,
              chunk.stream()
                  .filter(it -> it.skipReason().isEmpty())
                  .map(it -> new RegistrationId(it.registration()))
                  .toList());
      for (SendPlanStore.PlannedDelivery each : chunk) {
        Optional<Registration> registration =
            Optional.ofNullable(found.get(new RegistrationId(each.registration())));
        Optional<Long> fingerprint =
            registration.map(
                it -> {
                  Function<String, String> own = values.of(it, "");
                  survey.add(it, own);
                  each.variant().ifPresent(variant -> first.merge(variant, 1L, Long::sum));
                  return fingerprints.recipient(contents, each.address(), each.variant(), own);
                });
        members.add(new SendPlanStore.Member(each.registration(), each.skipReason(), fingerprint));
      }
    }
    return new Look(fingerprints.content(place), members, survey, first);
  }

  private SendPlan keep(Tx tx, ScheduledEmailId id, Look look, boolean binds, Instant now) {
    EmailInPlace place = emails.find(tx, id);
    int included = Math.toIntExact(look.included());
    long plan = store.insert(tx, id, look.content(), included, binds, now);
    store.insertMembers(tx, plan, look.members());
    Map<String, Long> skipped = new HashMap<>();
    long audienceHash = 17;
    for (SendPlanStore.Member member : look.members()) {
      member.skipReason().ifPresent(reason -> skipped.merge(reason, 1L, Long::sum));
      audienceHash = 1_000_003 * audienceHash + member.hashCode();
    }
    Optional<SendPlan.Rate> rate = store.rate(tx);
    Instant startsAt =
        place
            .email()
            .dueAt()
            .filter(due -> place.email().status() == ScheduledEmailStatus.SCHEDULED)
            .filter(due -> due.isAfter(now))
            .orElse(now);
    return new SendPlan(
        plan,
        place.email(),
        now,
        look.content(),
        "%016x".formatted(audienceHash),
        clauses.matching(tx, place.event().id(), RecipientFilter.EVERYONE),
        clauses.of(tx, place.event().id(), Membership.filter(place)),
        included,
        skipped,
        look.survey().branches(),
        look.survey().missing(),
        look.first(),
        rate,
        startsAt,
        rate.map(
            it -> startsAt.plus(Duration.ofSeconds((long) Math.ceil(included / it.perSecond())))),
        binds);
  }

  private PlanDrift compare(Tx tx, SendPlanStore.Row row, Look now) {
    Map<Long, SendPlanStore.Member> before = store.members(tx, row.id());
    DriftTally tally = new DriftTally(FIRST);
    for (SendPlanStore.Member member : now.members()) {
      tally.add(Optional.ofNullable(before.remove(member.registration())), Optional.of(member));
    }
    before.values().forEach(gone -> tally.add(Optional.of(gone), Optional.empty()));
    return tally.drift(row.id(), !row.content().equals(now.content()));
  }

  private SendPlanStore.Row require(Tx tx, long plan) {
    return store
        .find(tx, plan)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "no plan " + plan + " in " + database.location(),
                    "mailctl plan --id N, which makes one"));
  }
}
