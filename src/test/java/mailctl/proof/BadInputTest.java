package mailctl.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import mailctl.http.BindAddress;
import mailctl.http.PublicListener;
import mailctl.http.SignatureHeaders;
import mailctl.support.TestDatabase;
import mailctl.support.WebhookSigner;
import mailctl.suppression.OptOut;
import mailctl.suppression.UnsubscribeResult;
import mailctl.suppression.Unsubscriber;
import mailctl.webhook.InboxSignal;
import mailctl.webhook.PostVerifier;
import mailctl.webhook.ReceiptListener;
import mailctl.webhook.SignatureVerifier;
import mailctl.webhook.WebhookReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever is posted and signed is answered 204, kept byte for byte, and is applied or parked; and
/// what stands beside it is applied. From the socket to the tables.
final class BadInputTest {
  private static final SignatureHeaders HEADERS = new SignatureHeaders("X-Signature", "X-Time");
  private static final int LIMIT = 8 * 1024 * 1024;

  private static final class NoLinks implements Unsubscriber {
    @Override
    public UnsubscribeResult look(String token) {
      return new UnsubscribeResult.Unknown();
    }

    @Override
    public UnsubscribeResult unsubscribe(String token, OptOut from) {
      return new UnsubscribeResult.Unknown();
    }

    @Override
    public UnsubscribeResult resubscribe(String token) {
      return new UnsubscribeResult.Unknown();
    }
  }

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final WebhookSigner signer = WebhookSigner.create();
  private final HttpClient client = HttpClient.newHttpClient();
  private World world;
  private PublicListener listener;
  private WebhookReceiver receiver;

  /// Two deliveries of one attempt: the first is for the odd element, the second its neighbour.
  @BeforeEach
  void listen() {
    world = new World(db);
    world.plan(1);
    world.app.delivery().dispatch().everythingDue();
    world.snapshot();
    receiver =
        new WebhookReceiver(
            db.database(),
            world.app.webhookPosts(),
            PostVerifier.bySignature(
                new SignatureVerifier(
                    List.of(signer.publicKey()),
                    Duration.ofHours(25),
                    Duration.ofMinutes(5),
                    world.clock)),
            new InboxSignal(),
            world.clock,
            Duration.ofSeconds(5));
    listener =
        new PublicListener(
            new BindAddress("127.0.0.1", 0),
            new PublicListener.Limits(LIMIT, 10L * LIMIT, Duration.ofSeconds(30)),
            HEADERS,
            receiver,
            new NoLinks(),
            ReceiptListener.none());
    listener.start();
  }

  @AfterEach
  void stop() {
    listener.stop();
    client.close();
    receiver.close();
    world.close();
  }

  /// An odd element or body, and what becomes of it: for an element the type under which it is in
  /// the history, or parked.
  private record Odd(String what, String text, String outcome) {}

  private static final String PARKED = "parked";

  private static final List<Odd> ELEMENTS =
      List.of(
          new Odd("a timestamp as text", with("'timestamp':'1780315200'"), "delivered"),
          new Odd("a fractional timestamp", with("'timestamp':1780315200.75"), "delivered"),
          new Odd("an exponent", with("'timestamp':1.7803152e9"), "delivered"),
          new Odd("milliseconds", with("'timestamp':1780315200123"), "delivered"),
          new Odd("year 1", with("'timestamp':-62135596800"), "delivered"),
          new Odd("before year 1", with("'timestamp':-99999999999"), "delivered"),
          new Odd(
              "year 9999, which reads as milliseconds",
              with("'timestamp':253402300799"),
              "delivered"),
          new Odd("beyond long", with("'timestamp':" + "9".repeat(40)), "delivered"),
          new Odd("far below long", with("'timestamp':-" + "9".repeat(40)), "delivered"),
          new Odd("a number of 5,000 digits", with("'timestamp':" + "1".repeat(5_000)), PARKED),
          new Odd("1e999999999", with("'timestamp':1e999999999"), "delivered"),
          new Odd("a negative time", with("'timestamp':-1"), "delivered"),
          new Odd("no timestamp", with("'timestamp':null"), PARKED),
          new Odd("a timestamp in words", with("'timestamp':'soon'"), PARKED),
          new Odd("a boolean timestamp", with("'timestamp':true"), PARKED),
          new Odd("a nested timestamp", with("'timestamp':{'s':1}"), PARKED),
          new Odd("numbers as reasons", with("'response':250,'attempt':1.5"), "delivered"),
          new Odd("a nested reason", with("'response':{'code':[250]}"), "delivered"),
          new Odd("an empty address", with("'email':''"), "delivered"),
          new Odd("no address", with("'email':null"), "delivered"),
          new Odd("a number as address", with("'email':42"), PARKED),
          new Odd("blanks around the address", with("'email':'  g0-p1@example.org '"), "delivered"),
          new Odd("a type that nobody knows", with("'event':'teleported'"), "teleported"),
          new Odd("a type that is a number", with("'event':7"), "7"),
          new Odd("no type", with("'event':null"), PARKED),
          new Odd("an empty type", with("'event':' '"), PARKED),
          new Odd("a nested type", with("'event':['bounce']"), PARKED),
          new Odd("a type of our own", with("'event':'blocked'"), "unknown:blocked"),
          new Odd("category as text", with("'category':'a'"), "delivered"),
          new Odd("category as list", with("'category':['a','b']"), "delivered"),
          new Odd("category absent", with("'category':null"), "delivered"),
          new Odd("category as object", with("'category':{'type':'bounce'}"), "delivered"),
          new Odd("an argument named type", with("'type':'blocked'"), "delivered"),
          new Odd("an argument named reason", with("'reason':'x','status':'5.1.1'"), "delivered"),
          new Odd("an argument named attempt", with("'attempt':'nine'"), "delivered"),
          new Odd("an argument named ip", with("'ip':{'v':6},'url':[1]"), "delivered"),
          new Odd("duplicate keys", with("'event':'open','event':'delivered'"), "delivered"),
          new Odd("a deleted delivery", with("'mailctl_ref':'pr00f000.999999.1'"), PARKED),
          new Odd("an attempt never made", with("'mailctl_ref':'pr00f000.1.77'"), PARKED),
          new Odd(
              "the largest reference",
              with("'mailctl_ref':'pr00f000.999999999999999999.999999999'"),
              PARKED),
          new Odd("a broken reference", with("'mailctl_ref':'pr00f000.1'"), PARKED),
          new Odd("a reference that is a number", with("'mailctl_ref':12"), PARKED),
          new Odd("NUL, escaped", with("'response':'a\\u0000b'"), "delivered"),
          new Odd("NUL in the address", with("'email':'g0-p1@example.org\\u0000'"), PARKED),
          new Odd("NUL in the type", with("'event':'deliver\\u0000ed'"), "deliver\ufffded"),
          new Odd("NUL in a name", with("'na\\u0000me':'x'"), "delivered"),
          new Odd("a high surrogate", with("'response':'\\ud83d'"), "delivered"),
          new Odd("a low surrogate", with("'response':'\\ude00 x'"), "delivered"),
          new Odd("surrogates in the type", with("'event':'\\ud83d'"), "\ufffd"),
          new Odd(
              "surrogates in the id",
              with("'sg_event_id':'\\udc00\\ud800','sg_message_id':'\\ud800.x'"),
              "delivered"),
          new Odd("NUL, raw", with("'response':'a\u0000b'"), "delivered"),
          new Odd("control characters, raw", with("'response':'a\u0001\n\t\u001fb'"), "delivered"),
          new Odd(
              "a reason of 1 MB", with("'response':'" + "x".repeat(1 << 20) + "'"), "delivered"),
          new Odd("an address of 1 MB", with("'email':'" + "x".repeat(1 << 20) + "@a.b'"), PARKED),
          new Odd("a type of 1 MB", with("'event':'" + "y".repeat(1 << 20) + "'"), "y".repeat(100)),
          new Odd(
              "an id of 1 MB", with("'sg_message_id':'" + "i".repeat(1 << 20) + "'"), "delivered"),
          new Odd("a name of 1 MB", with("'" + "n".repeat(1 << 20) + "':1"), "delivered"),
          new Odd(
              "a reference of 1 MB", with("'mailctl_ref':'" + "r".repeat(1 << 20) + "'"), PARKED),
          new Odd(
              "nesting 60,000 deep",
              with("'x':" + "[".repeat(60_000) + "]".repeat(60_000)),
              PARKED),
          new Odd("a number", "17", PARKED),
          new Odd("a text", "\"text\"", PARKED),
          new Odd("null", "null", PARKED),
          new Odd("a list", "[[],[1]]", PARKED),
          new Odd("an empty object", "{}", PARKED));

  @TestFactory
  Stream<DynamicTest> an_odd_element_is_applied_or_parked_and_its_neighbours_are_applied() {
    return ELEMENTS.stream()
        .map(each -> DynamicTest.dynamicTest(each.what(), () -> applyOrPark(each)));
  }

  private void applyOrPark(Odd odd) throws Exception {
    String what = odd.what();
    String element = odd.text();
    world.reset();
    byte[] body =
        ("[" + neighbour("open") + ",\r\n" + element + " ,\n" + neighbour("delivered") + "]")
            .getBytes(UTF_8);
    post(body);
    world.process(2);

    assertStored(body);
    assertNothingWaits();
    assertThat(status(2)).as(what).isEqualTo("delivered");
    assertThat(opens(2)).as(what).isEqualTo(1);
    if (odd.outcome().equals(PARKED)) {
      byte[] parked = db.database().transaction(tx -> tx.dsl().fetchSingle(PARKED_EVENT).getBody());
      assertThat(parked).as(what).isEqualTo(element.getBytes(UTF_8));
    } else {
      assertThat(history(1)).as(what).containsExactly(odd.outcome());
      assertThat(count("select count(*) from parked_event")).as(what).isZero();
    }
  }

  @Test
  void bytes_that_are_no_utf_8_are_read_around() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write("[".getBytes(US_ASCII));
    body.write(with("'response':'gr\u00fc\u00df \u00ff\u00fe'").getBytes(ISO_8859_1));
    body.write(
        ",{\"event\":\"deferred\",\"timestamp\":1780315201,\"response\":\"".getBytes(US_ASCII));
    // A surrogate, NUL in two bytes, a character of five, one cut short.
    body.write(
        new byte[] {
          (byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xC0, (byte) 0x80, (byte) 0xF8,
          (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0xE2, (byte) 0x82
        });
    body.write("\",\"mailctl_ref\":\"pr00f000.1.1\"},".getBytes(US_ASCII));
    body.write((neighbour("delivered") + "]").getBytes(US_ASCII));

    post(body.toByteArray());
    world.process(1);

    assertStored(body.toByteArray());
    assertNothingWaits();
    assertThat(history(1)).containsExactlyInAnyOrder("delivered", "deferred");
    assertThat(status(2)).isEqualTo("delivered");
  }

  private static final List<Odd> BODIES =
      List.of(
          new Odd("nothing", "", "parked"),
          new Odd("blanks", " \r\n\t", "parked"),
          new Odd("an object", with(""), "parked"),
          new Odd("a text", "\"x\"", "parked"),
          new Odd("an empty array", "[]", "processed"),
          new Odd("an empty array after a mark", "\ufeff[]", "processed"),
          new Odd("cut within an element", "[" + neighbour("open") + ",{\"event\":\"op", "parked"),
          new Odd("cut after an element", "[" + neighbour("open") + ",", "parked"),
          new Odd("cut within a character", "[{\"a\":\"\\u00", "parked"),
          new Odd("two arrays", "[" + neighbour("open") + "][]", "parked"),
          new Odd("8 MB of arrays", "[".repeat(LIMIT), "parked"),
          new Odd("8 MB of objects", "[" + "{\"a\":".repeat(LIMIT / 5 - 1), "parked"),
          new Odd("8 MB of closed arrays", "[".repeat(LIMIT / 2) + "]".repeat(LIMIT / 2), "parked"),
          new Odd("a form", "event=open&timestamp=1", "parked"),
          new Odd("NaN", "[{\"event\":\"open\",\"timestamp\":NaN}]", "parked"),
          new Odd("NUL bytes", "\u0000\u0000\u0000", "parked"));

  @TestFactory
  Stream<DynamicTest> a_body_that_is_no_array_is_parked_whole_and_other_posts_go_on() {
    return BODIES.stream().map(each -> DynamicTest.dynamicTest(each.what(), () -> parkWhole(each)));
  }

  private void parkWhole(Odd odd) throws Exception {
    world.reset();
    byte[] body = odd.text().getBytes(UTF_8);
    post(("[" + neighbour("open") + "]").getBytes(UTF_8));
    post(body);
    post(("[" + neighbour("delivered") + "]").getBytes(UTF_8));
    world.process(1);

    assertStored(body);
    assertNothingWaits();
    String found =
        db.database()
            .transaction(
                tx ->
                    tx.dsl()
                        .selectFrom(WEBHOOK_POST)
                        .orderBy(WEBHOOK_POST.ID)
                        .fetch(WEBHOOK_POST.STATE)
                        .get(1));
    assertThat(found).as(odd.what()).isEqualTo(odd.outcome());
    assertThat(status(2)).isEqualTo("delivered");
    assertThat(opens(2)).isEqualTo(1);
  }

  @Test
  void what_is_another_installations_is_counted_and_kept_in_its_post() throws Exception {
    byte[] body =
        ("["
                + with("'event':'bounce','type':'bounce','mailctl_ref':'zzzzzzzz.1.1'")
                + ","
                + neighbour("delivered")
                + "]")
            .getBytes(UTF_8);
    post(body);
    world.process(1);

    assertStored(body);
    assertThat(history(1)).isEmpty();
    assertThat(status(1)).isEqualTo("sent");
    assertThat(status(2)).isEqualTo("delivered");
    assertThat(
            count("select sum(events)::int from ignored_event where reason = 'other_installation'"))
        .isEqualTo(1);
  }

  @Test
  void refusals_of_absurd_times_are_decided_like_any_other() throws Exception {
    for (String time : List.of("-62135596800", "253402300799", "0", "1e300")) {
      post(
          ("[" + with("'event':'bounce','type':'blocked','response':'','timestamp':" + time) + "]")
              .getBytes(UTF_8));
      world.process(1);
      assertThat(status(1)).as(time).isEqualTo("retrying");
    }
    assertNothingWaits();
    assertThat(count("select count(*) from provider_event")).isEqualTo(4);
  }

  @Test
  void two_thousand_posts_with_wrong_bytes_are_applied_or_parked() {
    Random random = new Random(Proof.SEED);
    byte[] good =
        ("[" + with("'category':['a'],'reason':'\\u00e9'") + "," + neighbour("delivered") + "]")
            .getBytes(UTF_8);
    for (int each = 0; each < 2_000; each++) {
      byte[] body = good.clone();
      for (int errors = 1 + random.nextInt(4); errors > 0; errors--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      world.receive(body);
    }
    world.process(2);

    assertNothingWaits();
    assertThat(count("select count(*) from webhook_post where tries > 0")).isZero();
  }

  private void assertStored(byte[] body) {
    List<byte[]> bodies =
        db.database().transaction(tx -> tx.dsl().selectFrom(WEBHOOK_POST).fetch(WEBHOOK_POST.BODY));
    assertThat(bodies).anyMatch(each -> java.util.Arrays.equals(each, body));
  }

  private void assertNothingWaits() {
    assertThat(count("select count(*) from webhook_post where state = 'received' or tries > 0"))
        .isZero();
  }

  private String status(long delivery) {
    return db.database()
        .transaction(tx -> tx.dsl().fetchSingle(DELIVERY, DELIVERY.ID.eq(delivery)).getStatus());
  }

  private int opens(long delivery) {
    return db.database()
        .transaction(
            tx -> tx.dsl().fetchSingle(ATTEMPT, ATTEMPT.DELIVERY_ID.eq(delivery)).getOpens());
  }

  private List<String> history(long delivery) {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .selectFrom(PROVIDER_EVENT)
                    .where(PROVIDER_EVENT.DELIVERY_ID.eq(delivery))
                    .fetch(PROVIDER_EVENT.TYPE));
  }

  private int count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }

  private void post(byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + listener.port() + "/webhooks/sendgrid"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json;charset=utf-8")
            .header("X-Time", WebhookSigner.timestamp(World.NOW))
            .header("X-Signature", signer.sign(body, World.NOW))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
  }

  private static String neighbour(String type) {
    return """
        {"event":"%s","timestamp":1780315200,"mailctl_ref":"pr00f000.2.1"}"""
        .formatted(type);
  }

  /// The good element with these fields instead of its own.
  private static String with(String fields) {
    String usual =
        Stream.of(
                "'email':'g0-p1@example.org'",
                "'timestamp':1780315200",
                "'event':'delivered'",
                "'response':'250 OK'",
                "'mailctl_ref':'pr00f000.1.1'")
            .filter(each -> !fields.contains(each.substring(0, each.indexOf(':') + 1)))
            .reduce((a, b) -> a + "," + b)
            .orElse("");
    String both = fields.isEmpty() ? usual : usual.isEmpty() ? fields : usual + "," + fields;
    return "{" + both.replace('\'', '"') + "}";
  }
}
