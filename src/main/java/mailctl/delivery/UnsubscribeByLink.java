package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;
import mailctl.suppression.SuppressionStore;
import mailctl.suppression.UnsubscribeResult;
import mailctl.suppression.UnsubscribeToken;
import mailctl.suppression.Unsubscriber;

/// What stands behind the unsubscribe link of a delivery: no more mail from its organization.
public final class UnsubscribeByLink implements Unsubscriber {
  private final Database database;
  private final UnsubscribeToken tokens;
  private final SuppressionStore suppressions;
  private final RecipientStore recipients = new RecipientStore();
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
        tx ->
            recipient(tx, token)
                .<UnsubscribeResult>map(
                    it -> new UnsubscribeResult.Known(it.organization(), it.suppressed()))
                .orElseGet(UnsubscribeResult.Unknown::new));
  }

  @Override
  public UnsubscribeResult unsubscribe(String token) {
    return database.transaction(tx -> unsubscribe(tx, token));
  }

  private UnsubscribeResult unsubscribe(Tx tx, String token) {
    Optional<RecipientStore.Recipient> recipient = recipient(tx, token);
    if (recipient.isEmpty()) {
      return new UnsubscribeResult.Unknown();
    }
    RecipientStore.Recipient it = recipient.get();
    if (!it.suppressed()) {
      suppressions.add(tx, List.of(optOut(it)));
    }
    return new UnsubscribeResult.Known(it.organization(), true);
  }

  /// Each press of the button is a proof of its own: pressed again after a person lifted the first,
  /// it counts again.
  private Suppression optOut(RecipientStore.Recipient recipient) {
    return new Suppression(
        recipient.email(),
        new Scope.Organization(recipient.organizationId()),
        SuppressionReason.UNSUBSCRIBED,
        SuppressionSource.UNSUBSCRIBE_LINK,
        "unsubscribe link of delivery " + recipient.delivery() + " at " + clock.instant(),
        clock.instant());
  }

  private Optional<RecipientStore.Recipient> recipient(Tx tx, String token) {
    OptionalLong delivery = tokens.verify(token);
    return delivery.isEmpty() ? Optional.empty() : recipients.find(tx, delivery.getAsLong());
  }
}
