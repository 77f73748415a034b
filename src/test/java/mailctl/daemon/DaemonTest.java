package mailctl.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DaemonTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void it_starts_in_order_and_stops_in_the_reverse_one() {
    Daemon daemon = new Daemon(List.of(service("a"), service("b")), LONG);
    daemon.shutdown();

    assertThat(daemon.run().clean()).isTrue();
    assertThat(events)
        .containsExactly("start a", "start b", "drain b", "drain a", "end b", "end a");
  }

  @Test
  void work_under_way_ends_within_the_deadline() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean finished = new AtomicBoolean();
    PollLoop loop =
        loop(
            () -> {
              inside.countDown();
              go.await();
              finished.set(true);
              return true;
            });
    Daemon daemon = new Daemon(List.of(loop), LONG);
    CompletableFuture<Drain> running = CompletableFuture.supplyAsync(daemon::run);
    inside.await();

    daemon.shutdown();
    go.countDown();

    assertThat(running.get(20, TimeUnit.SECONDS).clean()).isTrue();
    assertThat(finished).isTrue();
  }

  @Test
  void work_that_does_not_end_is_cut_short_at_the_deadline() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    PollLoop stuck =
        loop(
            () -> {
              inside.countDown();
              never.await();
              return true;
            });
    Daemon daemon = new Daemon(List.of(service("a"), stuck), Duration.ofMillis(50));
    CompletableFuture<Drain> running = CompletableFuture.supplyAsync(daemon::run);
    inside.await();

    daemon.shutdown();

    assertThat(running.get(20, TimeUnit.SECONDS).cutShort()).containsExactly("loop");
    assertThat(stuck.awaitEnd(LONG)).isTrue();
  }

  @Test
  void a_service_that_cannot_start_stops_those_that_did() {
    Service broken =
        new RecordedService("broken") {
          @Override
          public void start() {
            throw new IllegalStateException("port taken");
          }
        };
    Daemon daemon = new Daemon(List.of(service("a"), broken), LONG);

    assertThatThrownBy(daemon::run).hasMessage("port taken");
    assertThat(events).contains("start a", "drain a", "end a");
  }

  @Test
  void the_hook_drains_closes_and_halts_with_0() throws Exception {
    AtomicInteger status = new AtomicInteger(-1);
    Daemon daemon = new Daemon(List.of(service("a")), LONG);
    CompletableFuture<Drain> running = CompletableFuture.supplyAsync(daemon::run);

    Thread hook = daemon.shutdownHook(() -> events.add("close"), status::set);
    hook.start();
    hook.join();

    assertThat(status).hasValue(0);
    assertThat(running.get(20, TimeUnit.SECONDS).clean()).isTrue();
    assertThat(events).endsWith("end a", "close");
  }

  @Test
  void the_hook_halts_even_when_the_daemon_is_stuck() throws Exception {
    AtomicInteger status = new AtomicInteger(-1);
    // Never run: nobody will drain it.
    Daemon daemon = new Daemon(List.of(), Duration.ZERO);

    Thread hook = daemon.shutdownHook(() -> {}, status::set);
    hook.start();
    hook.join();

    assertThat(status).hasValue(1);
  }

  private Service service(String name) {
    return new RecordedService(name);
  }

  private static PollLoop loop(PollLoop.Poll poll) {
    return new PollLoop("loop", poll, new Waiter(), Schedule.every(Duration.ofHours(1)));
  }

  private class RecordedService implements Service {
    private final String name;

    RecordedService(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() {
      events.add("start " + name);
    }

    @Override
    public void drain() {
      events.add("drain " + name);
    }

    @Override
    public boolean awaitEnd(Duration atMost) {
      events.add("end " + name);
      return true;
    }

    @Override
    public void interrupt() {
      events.add("interrupt " + name);
    }
  }
}
