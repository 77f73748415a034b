package mailctl.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// A service with something to do besides: `onDrain` when it is told to take no new work, `onEnd`
/// once nothing is under way. `onEnd` may come more than once.
public final class HookedService implements Service {
  private final Service service;
  private final Runnable onDrain;
  private final Runnable onEnd;

  private HookedService(Service service, Runnable onDrain, Runnable onEnd) {
    this.service = requireNonNull(service, "service is null");
    this.onDrain = requireNonNull(onDrain, "onDrain is null");
    this.onEnd = requireNonNull(onEnd, "onEnd is null");
  }

  public static Service onDrain(Service service, Runnable onDrain) {
    return new HookedService(service, onDrain, () -> {});
  }

  public static Service onEnd(Service service, Runnable onEnd) {
    return new HookedService(service, () -> {}, onEnd);
  }

  @Override
  public String name() {
    return service.name();
  }

  @Override
  public void start() {
    service.start();
  }

  @Override
  public void drain() {
    service.drain();
    onDrain.run();
  }

  @Override
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    boolean ended = service.awaitEnd(atMost);
    if (ended) {
      onEnd.run();
    }
    return ended;
  }

  @Override
  public void interrupt() {
    service.interrupt();
  }
}
