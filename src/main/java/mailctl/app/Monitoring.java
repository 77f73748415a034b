package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;
import mailctl.metrics.CachedReading;
import mailctl.metrics.EventMeters;
import mailctl.metrics.FenceMeter;
import mailctl.metrics.LimitMeters;
import mailctl.metrics.Metrics;
import mailctl.metrics.PageMeters;
import mailctl.metrics.PostMeters;
import mailctl.metrics.ProcessMeters;
import mailctl.metrics.QueueMeters;
import mailctl.metrics.RadarMeters;
import mailctl.metrics.SendMeters;

/// Everything that `/metrics` shows of one `serve`. Made before anything that sends or receives, as
/// these are watched.
final class Monitoring {
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Metrics metrics = new Metrics();
  private final PostMeters posts;
  private final EventMeters events;
  private final PageMeters pages;

  Monitoring(Live live) {
    requireNonNull(live, "live is null");
    // Says what is not shown, which must be known before anything is.
    new ProcessMeters(() -> live.app().openedDatabase().pool()).bindTo(metrics.registry());
    this.posts = new PostMeters(metrics.registry());
    this.events = new EventMeters(metrics.registry());
    this.pages = new PageMeters(metrics.registry());
    live.app().watchCalls(new SendMeters(metrics.registry()));
    // One scrape's gauges share a reading; many that scrape share it, too.
    new RadarMeters(reading(() -> live.app().radar().state(PATIENCE))).bindTo(metrics.registry());
    new QueueMeters(reading(() -> live.app().inspector().queue(PATIENCE)))
        .bindTo(metrics.registry());
    new LimitMeters(reading(() -> live.app().inspector().providerLimits()))
        .bindTo(metrics.registry());
    new FenceMeter(() -> live.app().fence().isFenced()).bindTo(metrics.registry());
  }

  private static <T> CachedReading<T> reading(Supplier<T> source) {
    return new CachedReading<>(source, FRESH, PATIENCE);
  }

  PostMeters posts() {
    return posts;
  }

  EventMeters events() {
    return events;
  }

  PageMeters pages() {
    return pages;
  }

  String scrape() {
    return metrics.scrape();
  }
}
