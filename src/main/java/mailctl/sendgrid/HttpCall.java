package mailctl.sendgrid;

import org.apache.http.client.methods.HttpUriRequest;
import org.jspecify.annotations.Nullable;

/// What is known about one call while it runs: whether the first byte may have left, and whether
/// its time is up. Shared by the calling thread and the timer.
final class HttpCall {
  private boolean begun;
  private boolean expired;
  private @Nullable HttpUriRequest request;

  /// A connection is there, and the request is about to be written to it; false when it must not
  /// be, as the time is up.
  synchronized boolean begin() {
    if (!expired) {
      begun = true;
    }
    return begun;
  }

  synchronized boolean begun() {
    return begun;
  }

  synchronized boolean expired() {
    return expired;
  }

  synchronized void attach(HttpUriRequest running) {
    request = running;
    if (expired) {
      running.abort();
    }
  }

  synchronized void expire() {
    expired = true;
    if (request != null) {
      request.abort();
    }
  }
}
