package mailctl.inspect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import mailctl.database.Refusal;

/// Where a delivery stands, in the words of the table.
public enum DeliveryStatus {
  QUEUED,
  SENDING,
  SENT,
  DEFERRED,
  DELIVERED,
  RETRYING,
  BOUNCED,
  DROPPED,
  FAILED,
  IN_DOUBT,
  SKIPPED,
  CANCELLED;

  /// As SQL, JSON and people write it: `in_doubt`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DeliveryStatus> find(String word) {
    return Arrays.stream(values()).filter(status -> status.word().equals(word)).findFirst();
  }

  /// What a person typed.
  ///
  /// @throws Refusal when there is no such status
  public static DeliveryStatus parse(String word) {
    return find(word.strip().toLowerCase(Locale.ROOT).replace('-', '_'))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.USAGE,
                    "no such status: '" + word + "'",
                    "one of "
                        + Arrays.stream(values())
                            .map(DeliveryStatus::word)
                            .collect(Collectors.joining(", "))));
  }

  static DeliveryStatus of(String sql) {
    return find(sql).orElseThrow(() -> new IllegalStateException("unknown status " + sql));
  }
}
