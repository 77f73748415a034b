package mailctl.http;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mailctl.webhook.Receipt;
import mailctl.webhook.ReceiptListener;
import mailctl.webhook.WebhookReceiver;

/// `POST /webhooks/sendgrid`: takes the bytes as they are and turns the receipt into a status.
final class WebhookRoute {
  private static final Set<String> NOT_KEPT =
      Set.of("authorization", "cookie", "proxy-authorization");
  private static final String RETRY_AFTER_S = "30";

  private final WebhookReceiver receiver;
  private final SignatureHeaders names;
  private final int maxBody;
  private final InFlight inFlight;
  private final ReceiptListener answers;

  WebhookRoute(
      WebhookReceiver receiver,
      SignatureHeaders names,
      int maxBody,
      InFlight inFlight,
      ReceiptListener answers) {
    this.receiver = requireNonNull(receiver, "receiver is null");
    this.names = requireNonNull(names, "names is null");
    this.maxBody = maxBody;
    this.inFlight = requireNonNull(inFlight, "inFlight is null");
    this.answers = requireNonNull(answers, "answers is null");
  }

  void handle(Context ctx) throws IOException {
    long declared = ctx.req().getContentLengthLong();
    // Without a declared length it may become as long as we allow.
    long size = declared < 0 ? maxBody : declared;
    if (size > maxBody) {
      answer(ctx, new Receipt.TooLarge(maxBody));
      return;
    }
    if (!inFlight.reserve(size)) {
      answer(ctx, new Receipt.Unavailable("too much at once"));
      return;
    }
    try {
      answer(ctx, receive(ctx));
    } finally {
      inFlight.release(size);
    }
  }

  private Receipt receive(Context ctx) throws IOException {
    Optional<byte[]> body = read(ctx);
    return body.isEmpty()
        ? new Receipt.TooLarge(maxBody)
        : receiver.receive(
            body.get(), header(ctx, names.timestamp()), header(ctx, names.signature()), kept(ctx));
  }

  private Optional<byte[]> read(Context ctx) throws IOException {
    byte[] body = ctx.req().getInputStream().readNBytes(maxBody + 1);
    return body.length > maxBody ? Optional.empty() : Optional.of(body);
  }

  private static String header(Context ctx, String name) {
    String value = ctx.header(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> kept(Context ctx) {
    Map<String, String> kept = new TreeMap<>();
    ctx.headerMap()
        .forEach(
            (name, value) -> {
              if (!NOT_KEPT.contains(name.toLowerCase(Locale.ROOT))) {
                kept.put(name, value);
              }
            });
    return kept;
  }

  private void answer(Context ctx, Receipt receipt) {
    answers.answered(receipt);
    switch (receipt) {
      case Receipt.Stored _ -> ctx.status(204);
      case Receipt.Refused(var why) -> text(ctx, 401, why.words());
      case Receipt.TooLarge(long limit) ->
          // What was not read would be taken for the next request.
          text(ctx.header("Connection", "close"), 413, "more than " + limit + " bytes");
      case Receipt.Unavailable(String why) ->
          text(ctx.header("Retry-After", RETRY_AFTER_S), 503, why);
    }
  }

  private static void text(Context ctx, int status, String words) {
    ctx.status(status).contentType("text/plain").result(words + "\n");
  }
}
