package mailctl.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What may go wrong with a request, whoever its recipients are.
public enum Fault {
  /// The connection is dropped and the request not taken.
  LOST_REQUEST(false),
  /// The request is taken and the connection dropped without an answer.
  LOST_RESPONSE(true),
  /// The request is not taken, and no answer comes for a long time.
  STALLED(false),
  /// The request is taken, and the answer comes too late.
  LATE_ANSWER(true),
  /// 429: too many requests.
  TOO_MANY(false),
  /// 500, and the request is not taken.
  SERVER_ERROR(false),
  /// 502 from something in between, although the request was taken.
  BAD_GATEWAY(true);

  private final boolean taken;

  Fault(boolean taken) {
    this.taken = taken;
  }

  /// Whether the recipients get their mail all the same.
  public boolean isTaken() {
    return taken;
  }

  /// Its name in options and reports.
  public String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Fault> ofKeyword(String keyword) {
    return Arrays.stream(values()).filter(each -> each.keyword().equals(keyword)).findFirst();
  }

  /// All keywords, for help and errors.
  public static String keywords() {
    return Arrays.stream(values()).map(Fault::keyword).collect(Collectors.joining(", "));
  }
}
