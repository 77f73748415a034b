package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mailctl.database.Database;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Answers what people ask about mail. Every answer is of one moment; nothing is ever written. An
/// id or a name that does not exist is a `Refusal` of kind `NOT_FOUND`. Safe for use by many
/// threads.
public final class Inspector {
  private final DatabaseLocation location;
  private final InstantSource clock;
  private final SnapshotStore snapshots;
  private final NameStore names = new NameStore();
  private final RetryStore retries = new RetryStore();
  private final DeliveryListStore deliveries = new DeliveryListStore();
  private final DeliveryHistoryStore histories = new DeliveryHistoryStore();
  private final EmailOverviewStore emails = new EmailOverviewStore();
  private final OverviewStore overviews = new OverviewStore();
  private final DoubtListStore doubts = new DoubtListStore();
  private final InboxStore inbox = new InboxStore();
  private final ParkedItemStore parkedItems = new ParkedItemStore();
  private final StatisticsStore statistics = new StatisticsStore();
  private final BalanceStore balances = new BalanceStore();
  private final AcceptedAttemptStore accepted = new AcceptedAttemptStore();
  private final ArrivalStore arrivals = new ArrivalStore();
  private final ProviderLimitsStore limits = new ProviderLimitsStore();
  private final QueueStore queue = new QueueStore();

  public Inspector(Database database, InstantSource clock) {
    this.location = database.location();
    this.clock = requireNonNull(clock, "clock is null");
    this.snapshots = new SnapshotStore(database);
  }

  /// The event that a person names by id or slug.
  public EventName event(String idOrSlug) {
    return snapshots.read(
        tx ->
            names
                .event(tx, idOrSlug)
                .orElseThrow(notFound("event", idOrSlug, "mailctl event list")));
  }

  /// The id of the organization that a person names by id or slug.
  public long organization(String idOrSlug) {
    return snapshots.read(
        tx ->
            names
                .organization(tx, idOrSlug)
                .orElseThrow(notFound("organization", idOrSlug, "mailctl event list")));
  }

  /// Everything at a glance, with the `emailLimit` scheduled emails that are due nearest to now.
  public Overview overview(int emailLimit) {
    return snapshots.read(
        tx -> {
          Instant now = clock.instant();
          return overviews.read(
              tx,
              now,
              emails.list(tx, EmailQuery.all().nearestFirst().limit(emailLimit), now),
              inbox.state(tx),
              limits.read(tx, now));
        });
  }

  public List<DeliveryRow> deliveries(DeliveryQuery query) {
    return snapshots.read(
        tx -> {
          for (DeliveryFilter filter : query.filters()) {
            if (filter instanceof DeliveryFilter.OfEmail(long id)) {
              requireEmail(tx, id);
            }
          }
          return deliveries.list(tx, query, clock.instant());
        });
  }

  public DeliveryHistory delivery(long id) {
    return snapshots.read(
        tx -> {
          DeliveryRow row =
              deliveries
                  .find(tx, id)
                  .orElseThrow(
                      notFound("delivery", Long.toString(id), "mailctl inspect deliveries"));
          return history(tx, row);
        });
  }

  /// As it was known at some time.
  ///
  /// @throws Refusal (NOT_FOUND) also when there was no such delivery yet
  public PastHistory delivery(long id, Instant asOf, Recollection recollection) {
    return snapshots.read(
        tx -> {
          DeliveryRow row =
              deliveries
                  .find(tx, id)
                  .orElseThrow(
                      notFound("delivery", Long.toString(id), "mailctl inspect deliveries"));
          Recollection.Known known =
              recollection
                  .at(tx, id, asOf)
                  .orElseThrow(
                      () ->
                          new Refusal(
                              Refusal.Kind.NOT_FOUND,
                              "delivery " + id + " had not been planned at " + asOf,
                              "mailctl inspect delivery " + id));
          return PastHistory.of(history(tx, row), known, asOf);
        });
  }

  public List<EmailSummary> emails(EmailQuery query) {
    return snapshots.read(
        tx -> {
          query.scheduledEmailId().ifPresent(id -> requireEmail(tx, id));
          return emails.list(tx, query, clock.instant());
        });
  }

  /// Those blocked that go again, the next one first, and all of them counted.
  public RetryOverview retries(int limit) {
    return snapshots.read(
        tx ->
            new RetryOverview(
                pendingRetries(tx, limit),
                retries.byClass(tx),
                retries.byDomain(tx),
                retries.slowed(tx, clock.instant())));
  }

  private List<PendingRetry> pendingRetries(Tx tx, int limit) {
    List<DeliveryRow> rows = deliveries.pendingRetries(tx, limit);
    Map<Long, NextStep.Email> emailsById =
        histories.emails(tx, rows.stream().map(DeliveryRow::scheduledEmailId).distinct().toList());
    Map<Long, List<DeliveryHistory.SuppressionLine>> suppressions =
        histories.suppressions(tx, rows.stream().map(DeliveryRow::id).toList());
    Instant now = clock.instant();
    Map<Long, RetryStore.Blocks> blocks =
        retries.blocks(tx, rows.stream().map(DeliveryRow::id).toList());
    Map<Long, List<String>> stops =
        retries.stops(tx, rows.stream().map(DeliveryRow::scheduledEmailId).distinct().toList());
    Map<String, RetryOverview.Slowed> slowed =
        retries.slowed(tx, now).stream()
            .collect(Collectors.toMap(RetryOverview.Slowed::domain, each -> each));
    return rows.stream()
        .map(
            row -> {
              List<DeliveryHistory.SuppressionLine> against =
                  suppressions.getOrDefault(row.id(), List.of());
              RetryStore.Blocks blocked = blocks.getOrDefault(row.id(), RetryStore.Blocks.NONE);
              return new PendingRetry(
                  row,
                  blocked.count(),
                  blocked.longTried(),
                  stops(row, stops, against, slowed),
                  NextStep.of(
                      row,
                      requireNonNull(emailsById.get(row.scheduledEmailId())),
                      Optional.empty(),
                      against,
                      now));
            })
        .toList();
  }

  private static List<String> stops(
      DeliveryRow row,
      Map<Long, List<String>> byEmail,
      List<DeliveryHistory.SuppressionLine> suppressions,
      Map<String, RetryOverview.Slowed> slowed) {
    List<String> words = new ArrayList<>(byEmail.getOrDefault(row.scheduledEmailId(), List.of()));
    suppressions.stream()
        .filter(DeliveryHistory.SuppressionLine::active)
        .findFirst()
        .ifPresent(it -> words.add("the address is suppressed: " + it.reason()));
    String domain =
        row.address().substring(row.address().lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    Optional.ofNullable(slowed.get(domain))
        .filter(it -> row.dueAt().filter(due -> due.isAfter(it.until())).isEmpty())
        .ifPresent(
            it -> words.add(domain + " is slowed until " + it.until() + " (" + it.kind() + ")"));
    return words;
  }

  public List<DoubtfulSubmission> doubts(int limit) {
    return snapshots.read(tx -> doubts.list(tx, clock.instant(), limit));
  }

  /// What settled doubts, the latest first.
  public List<SettledDoubt> settledDoubts(int limit) {
    return snapshots.read(tx -> doubts.settled(tx, limit));
  }

  /// What keeps us from sending faster.
  public ProviderLimits providerLimits() {
    return snapshots.read(this::providerLimits);
  }

  /// As that transaction would have them.
  public ProviderLimits providerLimits(Tx tx) {
    return limits.read(tx, clock.instant());
  }

  /// What waits to be sent. No query of it takes longer than `longest`: past that it fails.
  public QueueState queue(Duration longest) {
    return snapshots.read(
        tx -> {
          new RadarStore().limit(tx, longest);
          return queue.read(tx, clock.instant());
        });
  }

  public InboxState inbox() {
    return snapshots.read(inbox::state);
  }

  /// Parked posts and events, the newest first.
  public List<ParkedItem> parked(ParkedQuery query) {
    return snapshots.read(tx -> parkedItems.list(tx, query));
  }

  /// One, parked or discarded, with at most that much of its body.
  public ParkedContent parked(ParkedItem.Kind kind, long id, int maxBytes) {
    String name = kind == ParkedItem.Kind.POST ? "parked post" : "parked event";
    return snapshots.read(
        tx ->
            parkedItems
                .find(tx, kind, id, maxBytes)
                .orElseThrow(notFound(name, Long.toString(id), "mailctl parked list")));
  }

  /// Where the inbox ends now: a mark for `arrivals`.
  public long newestPost() {
    return snapshots.read(arrivals::newest);
  }

  /// What came after one mark, up to another one.
  public Arrivals arrivals(long after, long last) {
    return snapshots.read(tx -> arrivals.between(tx, after, last));
  }

  /// The messages of an email that the provider accepted, `limit` of them that follow `after`.
  public List<AcceptedAttempt> acceptedAttempts(
      long scheduledEmailId, Optional<AcceptedAttempt> after, int limit) {
    return snapshots.read(
        tx -> {
          requireEmail(tx, scheduledEmailId);
          return accepted.page(tx, scheduledEmailId, after, limit);
        });
  }

  /// The numbers of all mail in the scope together.
  public Statistics statistics(StatisticsScope scope) {
    return EmailStatistics.total(statisticsByEmail(scope));
  }

  /// The numbers of each scheduled email in the scope.
  public List<EmailStatistics> statisticsByEmail(StatisticsScope scope) {
    return snapshots.read(
        tx -> {
          if (scope instanceof StatisticsScope.OfEmail(long id)) {
            requireEmail(tx, id);
          }
          return statistics.byEmail(tx, scope);
        });
  }

  /// The numbers of each email of a template, over all that was made from it in the scope.
  public List<TemplateStatistics> statisticsByTemplate(StatisticsScope scope) {
    return snapshots.read(
        tx -> {
          if (scope instanceof StatisticsScope.OfEmail(long id)) {
            requireEmail(tx, id);
          }
          return new TemplateStatisticsStore(statistics).byItem(tx, scope);
        });
  }

  public Balance balance(long scheduledEmailId) {
    return snapshots.read(
        tx -> {
          requireEmail(tx, scheduledEmailId);
          return new Balance(
              scheduledEmailId,
              emails.counts(tx, scheduledEmailId),
              balances.deliveries(tx, scheduledEmailId),
              balances.abandoned(tx, scheduledEmailId, clock.instant()),
              balances.contradictions(tx, scheduledEmailId),
              balances.knownDoubles(tx, scheduledEmailId));
        });
  }

  private DeliveryHistory history(Tx tx, DeliveryRow row) {
    Instant now = clock.instant();
    DeliveryHistory.Inputs inputs = histories.inputs(tx, row.id());
    List<AttemptHistory> attempts = histories.attempts(tx, row.id());
    List<DeliveryHistory.SuppressionLine> suppressions =
        histories.suppressions(tx, List.of(row.id())).getOrDefault(row.id(), List.of());
    return new DeliveryHistory(
        row,
        inputs,
        attempts,
        histories.events(tx, row.id()),
        suppressions,
        NextStep.of(
            row,
            requireNonNull(
                histories.emails(tx, List.of(row.scheduledEmailId())).get(row.scheduledEmailId())),
            attempts.stream().reduce((_, last) -> last).map(AttemptHistory::submission),
            suppressions,
            now));
  }

  private void requireEmail(Tx tx, long id) {
    if (!emails.exists(tx, id)) {
      throw notFound("scheduled email", Long.toString(id), "mailctl schedule list").get();
    }
  }

  private Supplier<Refusal> notFound(String what, String name, String hint) {
    return () ->
        new Refusal(Refusal.Kind.NOT_FOUND, "no " + what + " " + name + " in " + location, hint);
  }
}
