package mailctl.webhook;

/// What one pass over the inbox did. `failedPosts` will be tried again; `parkedPosts` will not.
public record Pass(
    int posts,
    int events,
    int applied,
    int duplicates,
    int ignored,
    int parkedEvents,
    int parkedPosts,
    int failedPosts) {
  static final Pass NOTHING = new Pass(0, 0, 0, 0, 0, 0, 0, 0);

  static Pass failed() {
    return new Pass(0, 0, 0, 0, 0, 0, 0, 1);
  }

  static Pass parked() {
    return new Pass(1, 0, 0, 0, 0, 0, 1, 0);
  }

  /// Whether it got on: then there may be more at once. Failures alone are worth a pause.
  public boolean gotOn() {
    return posts > 0;
  }

  public Pass plus(Pass other) {
    return new Pass(
        posts + other.posts,
        events + other.events,
        applied + other.applied,
        duplicates + other.duplicates,
        ignored + other.ignored,
        parkedEvents + other.parkedEvents,
        parkedPosts + other.parkedPosts,
        failedPosts + other.failedPosts);
  }
}
