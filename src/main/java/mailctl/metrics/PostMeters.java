package mailctl.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import mailctl.webhook.Receipt;
import mailctl.webhook.ReceiptListener;

/// How this process answered webhook posts.
public final class PostMeters implements ReceiptListener {
  private final Timer accept;
  private final Counter stored;
  private final Counter refused;
  private final Counter tooLarge;
  private final Counter tooSlow;
  private final Counter cutOff;
  private final Counter unavailable;
  private final Counter throttled;

  public PostMeters(MeterRegistry registry) {
    this.accept =
        Timer.builder("mailctl.webhook.accept")
            .description("how long a webhook post that was taken waited for its answer")
            .serviceLevelObjectives(Buckets.ACCEPT)
            .register(registry);
    this.stored = counter(registry, "204");
    this.refused = counter(registry, "401");
    this.tooLarge = counter(registry, "413");
    this.tooSlow = counter(registry, "408");
    this.cutOff = counter(registry, "400");
    this.unavailable = counter(registry, "503");
    this.throttled = counter(registry, "429");
  }

  private static Counter counter(MeterRegistry registry, String answer) {
    return Counter.builder("mailctl.webhook.posts")
        .description("webhook posts by answer")
        .tag("answer", answer)
        .register(registry);
  }

  @Override
  public void answered(Receipt receipt, Duration took) {
    answered(receipt);
    if (receipt instanceof Receipt.Stored) {
      accept.record(took);
    }
  }

  @Override
  public void answered(Receipt receipt) {
    switch (receipt) {
      case Receipt.Stored _ -> stored.increment();
      case Receipt.Refused _ -> refused.increment();
      case Receipt.TooLarge _ -> tooLarge.increment();
      case Receipt.Incomplete(var why) ->
          (why == Receipt.Incomplete.Why.TOO_SLOW ? tooSlow : cutOff).increment();
      case Receipt.Throttled _ -> throttled.increment();
      case Receipt.Unavailable _ -> unavailable.increment();
    }
  }
}
