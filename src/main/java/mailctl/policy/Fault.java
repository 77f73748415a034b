package mailctl.policy;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import mailctl.database.SqlEnum;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.SuppressionReason;

/// What a provider event holds against its message.
///
/// @param detail the class of a bounce, or the cause of a drop, in lower case; empty for a
///   complaint
public record Fault(Kind kind, String detail) {
  /// The sections of a policy.
  public enum Kind {
    HARD,
    SOFT,
    COMPLAINT,
    DROP
  }

  public Fault {
    requireNonNull(kind, "kind is null");
    requireNonNull(detail, "detail is null");
  }

  /// Empty for what is no fault: nothing is held against anybody by a delivery or an open.
  public static Optional<Fault> of(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Bounced bounced -> of(Kind.HARD, bounced.bounceClass());
      case ProviderEvent.Blocked blocked -> of(Kind.SOFT, blocked.bounceClass());
      case ProviderEvent.Dropped dropped -> of(Kind.DROP, dropped.cause());
      case ProviderEvent.SpamReported _ -> Optional.of(new Fault(Kind.COMPLAINT, ""));
      case ProviderEvent.Processed _,
          ProviderEvent.Deferred _,
          ProviderEvent.Delivered _,
          ProviderEvent.Unsubscribed _,
          ProviderEvent.GroupUnsubscribed _,
          ProviderEvent.GroupResubscribed _,
          ProviderEvent.Opened _,
          ProviderEvent.Clicked _,
          ProviderEvent.AccountStatusChanged _,
          ProviderEvent.Unrecognized _ ->
          Optional.empty();
    };
  }

  private static Optional<Fault> of(Kind kind, Enum<?> detail) {
    return Optional.of(new Fault(kind, SqlEnum.word(detail)));
  }

  /// As the history keeps it; empty for types that are no faults.
  static Optional<Fault> ofHistory(String type, String detail) {
    return switch (type) {
      case "bounced" -> Optional.of(new Fault(Kind.HARD, detail));
      case "blocked" -> Optional.of(new Fault(Kind.SOFT, detail));
      case "dropped" -> Optional.of(new Fault(Kind.DROP, detail));
      case "spam_reported" -> Optional.of(new Fault(Kind.COMPLAINT, ""));
      default -> Optional.empty();
    };
  }

  /// Whether it says something about the address. What speaks of the sender, the content or the
  /// account is never held against anybody's address.
  public boolean isAboutAddress() {
    return switch (kind) {
      case HARD, COMPLAINT -> true;
      case SOFT ->
          !detail.equals(SqlEnum.word(BounceClass.REPUTATION))
              && !detail.equals(SqlEnum.word(BounceClass.CONTENT))
              && !detail.equals(SqlEnum.word(BounceClass.VOLUME));
      case DROP -> cause().filter(Fault::namesAddress).isPresent();
    };
  }

  /// A person's own wish, which no policy overrules.
  public boolean isWish() {
    return kind == Kind.DROP && cause().filter(DropCause.UNSUBSCRIBED_ADDRESS::equals).isPresent();
  }

  /// The reason of a suppression for it.
  public SuppressionReason reason() {
    return switch (kind) {
      case HARD, SOFT -> SuppressionReason.HARD_BOUNCE;
      case COMPLAINT -> SuppressionReason.SPAM_REPORT;
      case DROP ->
          switch (cause().orElse(DropCause.OTHER)) {
            case UNSUBSCRIBED_ADDRESS -> SuppressionReason.UNSUBSCRIBED;
            case SPAM_REPORTING_ADDRESS -> SuppressionReason.SPAM_REPORT;
            case INVALID_ADDRESS -> SuppressionReason.INVALID;
            case BOUNCED_ADDRESS, SPAM_CONTENT, INVALID_HEADER, OVER_QUOTA, OTHER ->
                SuppressionReason.HARD_BOUNCE;
          };
    };
  }

  private Optional<DropCause> cause() {
    for (DropCause each : DropCause.values()) {
      if (SqlEnum.word(each).equals(detail)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static boolean namesAddress(DropCause cause) {
    return switch (cause) {
      case BOUNCED_ADDRESS, UNSUBSCRIBED_ADDRESS, SPAM_REPORTING_ADDRESS, INVALID_ADDRESS -> true;
      case SPAM_CONTENT, INVALID_HEADER, OVER_QUOTA, OTHER -> false;
    };
  }

  /// "hard bounce (invalid address)".
  @Override
  public String toString() {
    String name =
        switch (kind) {
          case HARD -> "hard bounce";
          case SOFT -> "soft bounce";
          case COMPLAINT -> "complaint";
          case DROP -> "drop";
        };
    return detail.isEmpty()
        ? name
        : name + " (" + detail.replace('_', ' ').toLowerCase(Locale.ROOT) + ")";
  }
}
