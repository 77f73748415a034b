package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import mailctl.delivery.ReceivedEvent;
import mailctl.provider.ProviderEvent;
import mailctl.webhook.FoldListener;

/// What SendGrid's webhook said, by kind and class, and how long a post waits until it counts.
public final class EventMeters implements FoldListener {
  private final MeterRegistry registry;
  private final Timer fold;

  public EventMeters(MeterRegistry registry) {
    this.registry = requireNonNull(registry, "registry is null");
    this.fold =
        Timer.builder("mailctl.fold")
            .description("from a post's arrival until its events count")
            .serviceLevelObjectives(Buckets.FOLD)
            .register(registry);
    for (String type : List.of("processed", "deferred", "delivered", "opened", "clicked")) {
      counter(type, "none");
    }
    counter("spam_reported", "none");
    counter("blocked", "unclassified");
    counter("bounced", "invalid_address");
    counter("dropped", "other");
  }

  @Override
  public void applied(List<ReceivedEvent> events) {
    events.forEach(each -> count(each.event()));
  }

  private void count(ProviderEvent event) {
    switch (event) {
      case ProviderEvent.Processed _ -> counter("processed", "none").increment();
      case ProviderEvent.Deferred _ -> counter("deferred", "none").increment();
      case ProviderEvent.Delivered _ -> counter("delivered", "none").increment();
      case ProviderEvent.Blocked blocked ->
          counter("blocked", word(blocked.bounceClass())).increment();
      case ProviderEvent.Bounced bounced ->
          counter("bounced", word(bounced.bounceClass())).increment();
      case ProviderEvent.Dropped dropped -> counter("dropped", word(dropped.cause())).increment();
      case ProviderEvent.SpamReported _ -> counter("spam_reported", "none").increment();
      case ProviderEvent.Unsubscribed _ -> counter("unsubscribed", "none").increment();
      case ProviderEvent.GroupUnsubscribed _ -> counter("unsubscribed", "group").increment();
      case ProviderEvent.GroupResubscribed _ -> counter("resubscribed", "group").increment();
      case ProviderEvent.Opened opened ->
          counter("opened", opened.machine() ? "machine" : "none").increment();
      case ProviderEvent.Clicked _ -> counter("clicked", "none").increment();
      case ProviderEvent.AccountStatusChanged _ -> counter("account_status", "none").increment();
      case ProviderEvent.Unrecognized _ -> counter("unrecognized", "none").increment();
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Counter counter(String type, String reason) {
    return Counter.builder("mailctl.provider.events")
        .description("events of SendGrid's webhook as they came, repeated ones included")
        .tag("type", type)
        .tag("class", reason)
        .register(registry);
  }

  @Override
  public void folded(List<Duration> ages) {
    ages.forEach(age -> fold.record(age.isNegative() ? Duration.ZERO : age));
  }
}
