package mailctl.trace;

import java.util.Optional;

/// Makes nothing and keeps nothing.
enum NoTracing implements Tracing {
  INSTANCE;

  private enum NoSpan implements Span {
    INSTANCE;

    @Override
    public Span put(String key, String value) {
      return this;
    }

    @Override
    public Span put(String key, long value) {
      return this;
    }

    @Override
    public Span failed(String why) {
      return this;
    }

    @Override
    public void forget() {}

    @Override
    public void close() {}
  }

  @Override
  public Span begin(Side side, String name, Optional<String> traceparent) {
    return NoSpan.INSTANCE;
  }

  @Override
  public void close() {}
}
