package mailctl.bench;

/// Receiving and processing of webhook posts.
final class WebhookBench implements Bench {
  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public String summary() {
    return "webhook posts: accepted per second and their latency, processed per second, memory";
  }

  @Override
  public Figures measure(BenchRun run) {
    return new Figures();
  }
}
