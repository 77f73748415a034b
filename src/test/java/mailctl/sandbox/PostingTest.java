package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailctl.sendgrid.SendGridSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PostingTest {
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private Optional<HttpServer> server = Optional.empty();

  @AfterEach
  void stop() {
    server.ifPresent(it -> it.stop(0));
  }

  @Test
  void a_busy_listener_is_asked_again_until_it_takes_the_post() throws Exception {
    PostingReport report = run(listener(n -> n <= 3 ? 503 : 204), settings(1, 5), posts(4));

    assertThat(report.complete()).isTrue();
    assertThat(report.answers()).isEqualTo(Map.of("503", 3L, "204", 4L));
    assertThat(report.acceptedEvents()).isEqualTo(8);
    assertThat(report.requests()).isEqualTo(7);
    assertThat(bodies.subList(0, 4)).containsOnly("post 0");
  }

  @Test
  void tries_have_an_end_and_a_refusal_is_final() throws Exception {
    PostingReport busy = run(listener(_ -> 503), settings(1, 3), posts(2));
    assertThat(busy.refused()).isEqualTo(Map.of("503", 2L));
    assertThat(busy.requests()).isEqualTo(6);
    assertThat(busy.complete()).isFalse();

    PostingReport wrongKey = run(listener(_ -> 401), settings(1, 3), posts(2));
    assertThat(wrongKey.refused()).isEqualTo(Map.of("401", 2L));
    assertThat(wrongKey.requests()).isEqualTo(2);
  }

  @Test
  void where_nobody_listens_the_first_post_ends_it() throws Exception {
    PostingReport report =
        run(URI.create("http://127.0.0.1:1/x"), settings(1, 5), posts(1_000_000));

    assertThat(report.gaveUp()).contains("not_connected");
    assertThat(report.posts()).isEqualTo(1);
    assertThat(report.requests()).isEqualTo(1);
    assertThat(report.complete()).isFalse();
  }

  @Test
  void several_connections_post_everything_once() throws Exception {
    PostingReport report = run(listener(_ -> 204), settings(8, 1), posts(500));

    assertThat(report.acceptedPosts()).isEqualTo(500);
    assertThat(bodies).hasSize(500).doesNotHaveDuplicates();
    assertThat(report.p50()).isPositive().isLessThanOrEqualTo(report.p99());
    assertThat(report.p99()).isLessThanOrEqualTo(report.longest());
  }

  @Test
  void a_rate_is_kept() throws Exception {
    Posting.Settings slow =
        new Posting.Settings(4, Optional.of(PostingRate.parse("200 events/s")), 1, PAUSE);

    PostingReport report = run(listener(_ -> 204), slow, posts(31));

    // Two events each: the 31st begins 300 ms after the first.
    assertThat(report.took()).isGreaterThanOrEqualTo(Duration.ofMillis(295));
    OutgoingPost two = new OutgoingPost(new byte[0], 2);
    assertThat(PostingRate.parse("200 events/s").nanosAfter(two)).isEqualTo(10_000_000);
    assertThat(PostingRate.parse("200/s").nanosAfter(two)).isEqualTo(5_000_000);
    assertThat(PostingRate.parse("50/s")).isEqualTo(new PostingRate(50, false));
    assertThat(PostingRate.parse("2.5 posts/s")).isEqualTo(new PostingRate(2.5, false));
    for (String wrong : List.of("", "0", "fast", "-1/s", "5/m")) {
      assertThatThrownBy(() -> PostingRate.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void stopped_it_ends_after_the_request_in_progress() throws Exception {
    HttpWebhookTarget target = new HttpWebhookTarget(listener(_ -> 204));
    Posting posting =
        new Posting(target, SendGridSigner.generate(), InstantSource.system(), settings(2, 1));
    Iterator<OutgoingPost> endless =
        Stream.generate(
                () -> {
                  if (requests.get() > 20) {
                    posting.stop();
                  }
                  return new OutgoingPost("[]".getBytes(UTF_8), 0);
                })
            .iterator();

    PostingReport report = posting.run(endless);
    target.close();

    assertThat(report.stopped()).isTrue();
    assertThat(report.complete()).isFalse();
    assertThat(report.acceptedPosts()).isEqualTo(report.posts()).isLessThan(40);
  }

  @Test
  void what_the_stream_throws_is_thrown() throws Exception {
    Iterator<OutgoingPost> broken =
        Stream.<OutgoingPost>generate(
                () -> {
                  throw new IllegalStateException("no more");
                })
            .iterator();

    assertThatThrownBy(() -> run(listener(_ -> 204), settings(2, 1), broken))
        .hasMessageContaining("no more");
  }

  private static Posting.Settings settings(int connections, int tries) {
    return new Posting.Settings(connections, Optional.empty(), tries, PAUSE);
  }

  private static Iterator<OutgoingPost> posts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new OutgoingPost(("post " + i).getBytes(UTF_8), 2))
        .iterator();
  }

  private static PostingReport run(
      URI url, Posting.Settings settings, Iterator<OutgoingPost> posts) {
    try (HttpWebhookTarget target = new HttpWebhookTarget(url)) {
      return new Posting(target, SendGridSigner.generate(), InstantSource.system(), settings)
          .run(posts);
    }
  }

  /// Answers the n-th request, from 1, with that status.
  private URI listener(IntUnaryOperator status) throws IOException {
    stop();
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(status.applyAsInt(requests.incrementAndGet()), -1);
          exchange.close();
        });
    made.start();
    server = Optional.of(made);
    return URI.create("http://127.0.0.1:" + made.getAddress().getPort() + "/");
  }
}
