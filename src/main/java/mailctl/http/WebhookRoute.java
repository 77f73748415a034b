package mailctl.http;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import mailctl.trace.Tracing;
import mailctl.webhook.Credentials;
import mailctl.webhook.ProbeDesk;
import mailctl.webhook.ProbeEcho;
import mailctl.webhook.ProbePass;
import mailctl.webhook.Receipt;
import mailctl.webhook.ReceiptListener;
import mailctl.webhook.TestMark;
import mailctl.webhook.WebhookReceiver;

/// `POST /webhooks/sendgrid`: takes the bytes as they are and turns the receipt into a status.
final class WebhookRoute {
  private static final Set<String> NOT_KEPT =
      Set.of("authorization", "cookie", "proxy-authorization", "x-request-id", "x-mailctl-test");
  private static final String RETRY_AFTER_S = "30";
  private static final Receipt NO_ROOM = new Receipt.Unavailable("too much at once");

  private final WebhookReceiver receiver;
  private final SignatureHeaders names;
  private final int maxBody;
  private final BodyReader bodies;
  private final InFlight inFlight;
  private final ReceiptListener answers;
  private final Optional<Supplier<ProbeDesk>> probes;
  private final Supplier<Doors> doors;
  private final Tracing tracing;

  WebhookRoute(
      WebhookReceiver receiver,
      SignatureHeaders names,
      PublicListener.Limits limits,
      InFlight inFlight,
      ReceiptListener answers,
      PublicListener.Extras extras) {
    this.doors = extras.doors();
    this.tracing = extras.tracing();
    this.receiver = requireNonNull(receiver, "receiver is null");
    this.names = requireNonNull(names, "names is null");
    this.maxBody = limits.maxBody();
    this.bodies = new BodyReader(limits.maxBody(), limits.bodyTime());
    this.inFlight = requireNonNull(inFlight, "inFlight is null");
    this.answers = requireNonNull(answers, "answers is null");
    this.probes = extras.probes();
  }

  void handle(Context ctx) throws IOException {
    try (Tracing.Span span =
        tracing.begin(
            Tracing.Side.SERVER,
            "webhook.accept",
            Optional.ofNullable(ctx.header("traceparent")))) {
      take(ctx);
      span.put("http.response.status_code", ctx.statusCode())
          .put("mailctl.request", String.valueOf(ctx.res().getHeader(RequestId.HEADER)));
      if (ctx.statusCode() >= 500) {
        span.failed("answered " + ctx.statusCode());
      }
    }
  }

  private void take(Context ctx) throws IOException {
    long begun = System.nanoTime();
    String request = RequestId.of(ctx);
    ctx.header(RequestId.HEADER, request);
    int wait = doors.get().post(ctx);
    if (wait > 0) {
      answer(ctx, new Receipt.Throttled(wait), begun);
      return;
    }
    long declared = ctx.req().getContentLengthLong();
    if (declared > maxBody) {
      answer(ctx, new Receipt.TooLarge(maxBody), begun);
      return;
    }
    Optional<InFlight.Room> room = inFlight.enter(bodies.first(declared));
    if (room.isEmpty()) {
      answer(closing(ctx), NO_ROOM, begun);
      return;
    }
    try (InFlight.Room mine = room.get()) {
      switch (bodies.read(ctx.req().getInputStream(), declared, mine)) {
        case BodyReader.Body.Whole(byte[] bytes) -> whole(ctx, bytes, request, begun);
        case BodyReader.Body.TooLarge() -> answer(ctx, new Receipt.TooLarge(maxBody), begun);
        case BodyReader.Body.NoRoom() -> answer(closing(ctx), NO_ROOM, begun);
        case BodyReader.Body.TooSlow() ->
            answer(ctx, new Receipt.Incomplete(Receipt.Incomplete.Why.TOO_SLOW), begun);
        case BodyReader.Body.CutOff() ->
            answer(ctx, new Receipt.Incomplete(Receipt.Incomplete.Why.CUT_OFF), begun);
      }
    }
  }

  private void whole(Context ctx, byte[] body, String request, long begun) {
    Credentials credentials =
        new Credentials(
            header(ctx, names.timestamp()),
            header(ctx, names.signature()),
            header(ctx, "Authorization"));
    Optional<ProbeEcho> echo = echo(ctx, body, credentials);
    if (echo.isPresent()) {
      ctx.contentType("application/json").result(echo.get().toJson());
    } else {
      answer(ctx, receiver.receive(body, credentials, kept(ctx, request)), begun);
    }
  }

  private Optional<ProbeEcho> echo(Context ctx, byte[] body, Credentials credentials) {
    String probe = header(ctx, ProbePass.HEADER);
    if (probe.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> via = Optional.of(header(ctx, "Via")).filter(words -> !words.isBlank());
    return probes.flatMap(desk -> desk.get().echo(body, credentials, probe, via));
  }

  private static String header(Context ctx, String name) {
    String value = ctx.header(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> kept(Context ctx, String request) {
    Map<String, String> kept = new TreeMap<>();
    ctx.headerMap()
        .forEach(
            (name, value) -> {
              if (!NOT_KEPT.contains(name.toLowerCase(Locale.ROOT))) {
                kept.put(name, value);
              }
            });
    kept.put(RequestId.HEADER, request);
    String query = ctx.queryString();
    if (query != null && query.contains(TestMark.PARAMETER)) {
      String mark = ctx.queryParam(TestMark.PARAMETER);
      TestMark.of(mark == null ? "" : mark).ifPresent(it -> kept.put(TestMark.HEADER, it));
    }
    return kept;
  }

  private void answer(Context ctx, Receipt receipt, long begun) {
    answers.answered(receipt, Duration.ofNanos(System.nanoTime() - begun));
    if (receipt instanceof Receipt.Refused
        || receipt instanceof Receipt.TooLarge
        || receipt instanceof Receipt.Incomplete) {
      doors.get().refused(ctx);
    }
    switch (receipt) {
      case Receipt.Stored _ -> ctx.status(204);
      case Receipt.Throttled(int wait) ->
          text(
              closing(ctx).header("Retry-After", Integer.toString(wait)),
              429,
              "too many posts from you were refused");
      case Receipt.Refused(var why) ->
          text(why.ofToken() ? ctx.header("WWW-Authenticate", "Bearer") : ctx, 401, why.words());
      case Receipt.TooLarge(long limit) -> text(closing(ctx), 413, "more than " + limit + " bytes");
      case Receipt.Incomplete(var why) -> {
        switch (why) {
          case TOO_SLOW -> text(closing(ctx), 408, "the body takes too long");
          case CUT_OFF -> text(closing(ctx), 400, "the body is cut off");
        }
      }
      case Receipt.Unavailable(String why) ->
          text(ctx.header("Retry-After", RETRY_AFTER_S), 503, why);
    }
  }

  /// What was not read would be taken for the next request.
  private static Context closing(Context ctx) {
    return ctx.header("Connection", "close");
  }

  private static void text(Context ctx, int status, String words) {
    ctx.status(status).contentType("text/plain").result(words + "\n");
  }
}
