package mailctl.provider;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a webhook post turned out to hold.
public sealed interface ParsedPost {
  /// An array; its elements in the order of the post.
  record Elements(List<Element> elements) implements ParsedPost {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /// Not a JSON array, or not JSON to the end: nothing of it can be trusted.
  record Malformed(String reason) implements ParsedPost {
    public Malformed {
      requireNonNull(reason, "reason is null");
    }
  }

  /// One element; `index` counts from 0 and `body` is the element's own JSON.
  sealed interface Element {
    int index();

    byte[] body();
  }

  /// An element that reads as a provider event.
  record Readable(int index, byte[] body, ProviderEvent event) implements Element {
    public Readable {
      requireNonNull(event, "event is null");
    }
  }

  /// An element that does not: no object, no type, no time.
  record Unreadable(int index, byte[] body, String reason) implements Element {
    public Unreadable {
      requireNonNull(reason, "reason is null");
    }
  }
}
