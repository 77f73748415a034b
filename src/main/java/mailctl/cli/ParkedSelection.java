package mailctl.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mailctl.inspect.Inspector;
import mailctl.inspect.ParkedItem;

/// The parked things that a command is about, by kind.
record ParkedSelection(List<ParkedItem> items) {
  ParkedSelection {
    items = List.copyOf(items);
  }

  /// All or none: an unknown id is refused.
  static ParkedSelection of(Inspector inspector, List<ParkedId> ids) {
    Set<ParkedId> once = new LinkedHashSet<>(ids);
    List<ParkedItem> items = new ArrayList<>();
    for (ParkedId id : once) {
      items.add(inspector.parked(id.kind(), id.id(), 0).item());
    }
    return new ParkedSelection(items);
  }

  List<Long> posts() {
    return ids(ParkedItem.Kind.POST);
  }

  List<Long> events() {
    return ids(ParkedItem.Kind.EVENT);
  }

  private List<Long> ids(ParkedItem.Kind kind) {
    return items.stream().filter(item -> item.kind() == kind).map(ParkedItem::id).toList();
  }

  ParkedSelection only(boolean discarded) {
    return new ParkedSelection(
        items.stream().filter(item -> item.discarding().isPresent() == discarded).toList());
  }

  /// "2 posts and 1 event".
  String words() {
    String posts = posts().isEmpty() ? "" : Counts.of(posts().size(), "post");
    String events = events().isEmpty() ? "" : Counts.of(events().size(), "event");
    return posts.isEmpty() || events.isEmpty() ? posts + events : posts + " and " + events;
  }
}
