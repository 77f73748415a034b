package mailctl.webhook;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Tells whoever works in this process that the inbox has something new.
public final class InboxSignal {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// `listener` is called on the accepting thread: it must return at once.
  public void onPost(Runnable listener) {
    listeners.add(listener);
  }

  /// After the commit, never before: who is woken must find the post.
  void posted() {
    listeners.forEach(Runnable::run);
  }
}
