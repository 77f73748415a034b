package mailctl.bench;

/// One connection that takes posts; used by one thread.
interface Poster extends AutoCloseable {
  /// Sends post `n`, waits until it is taken, and says how many posts that were: 0 when it was
  /// refused.
  int post(int n) throws Exception;

  /// Opens one connection.
  interface Target {
    Poster open() throws Exception;
  }
}
