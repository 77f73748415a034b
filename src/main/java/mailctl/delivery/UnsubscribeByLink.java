package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailctl.database.Database;
import mailctl.database.SqlEnum;
import mailctl.database.Tx;
import mailctl.suppression.ErasureStore;
import mailctl.suppression.OptOut;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionId;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;
import mailctl.suppression.SuppressionStore;
import mailctl.suppression.UnsubscribeResult;
import mailctl.suppression.UnsubscribeToken;
import mailctl.suppression.Unsubscriber;

/// What stands behind the unsubscribe link of a delivery: no more mail about its event, from its
/// organization, or at all.
public final class UnsubscribeByLink implements Unsubscriber {
  private final Database database;
  private final UnsubscribeToken tokens;
  private final SuppressionStore suppressions;
  private final RecipientStore recipients = new RecipientStore();
  private final ErasureStore erasures = new ErasureStore();
  private final InstantSource clock;

  public UnsubscribeByLink(
      Database database,
      UnsubscribeToken tokens,
      SuppressionStore suppressions,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public UnsubscribeResult look(String token) {
    return database.transaction(
        tx -> recipient(tx, token).map(it -> known(tx, it)).orElseGet(this::unknown));
  }

  @Override
  public UnsubscribeResult unsubscribe(String token, OptOut from) {
    return database.transaction(
        tx -> {
          erasures.enter(tx);
          return recipient(tx, token)
              .map(
                  it -> {
                    if (!isOut(standing(tx, it), from)) {
                      suppressions.add(tx, List.of(optOut(it, from)));
                    }
                    return known(tx, it);
                  })
              .orElseGet(this::unknown);
        });
  }

  @Override
  public UnsubscribeResult resubscribe(String token) {
    return database.transaction(
        tx ->
            recipient(tx, token)
                .map(
                    it -> {
                      List<SuppressionId> wishes =
                          standing(tx, it).stream()
                              .filter(UnsubscribeByLink::isWish)
                              .map(SuppressionEntry::id)
                              .toList();
                      suppressions.lift(
                          tx,
                          wishes,
                          "recipient, by the link of delivery " + it.delivery(),
                          clock.instant());
                      return known(tx, it);
                    })
                .orElseGet(this::unknown));
  }

  private UnsubscribeResult unknown() {
    return new UnsubscribeResult.Unknown();
  }

  private UnsubscribeResult known(Tx tx, RecipientStore.Recipient it) {
    List<SuppressionEntry> standing = standing(tx, it);
    Optional<OptOut> widest =
        standing.stream()
            .filter(UnsubscribeByLink::isWish)
            .map(entry -> reach(entry.suppression().scope()))
            .max(Comparator.naturalOrder());
    boolean stopped = standing.stream().anyMatch(entry -> !isWish(entry));
    return new UnsubscribeResult.Known(it.event(), it.organization(), widest, stopped);
  }

  /// What keeps this mail from the recipient now.
  private List<SuppressionEntry> standing(Tx tx, RecipientStore.Recipient it) {
    return suppressions.of(tx, it.email()).stream()
        .filter(entry -> entry.lifted().isEmpty())
        .filter(
            entry ->
                switch (entry.suppression().scope()) {
                  case Scope.Global _ -> true;
                  case Scope.Organization(long id) -> id == it.organizationId();
                  case Scope.Event(long id) -> id == it.eventId();
                })
        .toList();
  }

  private static boolean isWish(SuppressionEntry entry) {
    return entry.suppression().reason() == SuppressionReason.UNSUBSCRIBED;
  }

  /// Whether the recipient said so before, of that or of more.
  private static boolean isOut(List<SuppressionEntry> standing, OptOut from) {
    return standing.stream()
        .filter(UnsubscribeByLink::isWish)
        .anyMatch(entry -> reach(entry.suppression().scope()).compareTo(from) >= 0);
  }

  private static OptOut reach(Scope scope) {
    return switch (scope) {
      case Scope.Event _ -> OptOut.EVENT;
      case Scope.Organization _ -> OptOut.ORGANIZATION;
      case Scope.Global _ -> OptOut.EVERYTHING;
    };
  }

  /// Each press of the button is a proof of its own: pressed again after a person lifted the first,
  /// it counts again.
  private Suppression optOut(RecipientStore.Recipient recipient, OptOut from) {
    return new Suppression(
        recipient.email(),
        switch (from) {
          case EVENT -> new Scope.Event(recipient.eventId());
          case ORGANIZATION -> new Scope.Organization(recipient.organizationId());
          case EVERYTHING -> new Scope.Global();
        },
        SuppressionReason.UNSUBSCRIBED,
        SuppressionSource.UNSUBSCRIBE_LINK,
        "unsubscribe link of delivery "
            + recipient.delivery()
            + " at "
            + clock.instant()
            + ", "
            + SqlEnum.word(from),
        clock.instant());
  }

  private Optional<RecipientStore.Recipient> recipient(Tx tx, String token) {
    OptionalLong delivery = tokens.verify(token);
    return delivery.isEmpty() ? Optional.empty() : recipients.find(tx, delivery.getAsLong());
  }
}
