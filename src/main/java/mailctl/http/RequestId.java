package mailctl.http;

import io.javalin.http.Context;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailctl.webhook.WebhookReceiver;

/// What a request is called in the logs on its way: as whoever passed it on calls it, if that can
/// be written down as it is; else a name of our own.
final class RequestId {
  static final String HEADER = WebhookReceiver.REQUEST_ID;

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /// W3C Trace Context: version, trace, parent, flags.
  private static final Pattern TRACE =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.{0,100})?");

  private RequestId() {}

  static String of(Context ctx) {
    String given = ctx.header(HEADER);
    if (given != null && SANE.matcher(given).matches()) {
      return given;
    }
    String trace = ctx.header("traceparent");
    if (trace != null) {
      Matcher parts = TRACE.matcher(trace);
      if (parts.matches()) {
        return parts.group(1);
      }
    }
    // To be told from others, not to be kept from anybody.
    return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
  }
}
