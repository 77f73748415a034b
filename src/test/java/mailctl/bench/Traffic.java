package mailctl.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import mailctl.bench.Reports.Type;

/// Which events come, and in what order.
enum Traffic {
  /// `delivered` for every delivery, in the order of their ids: as after one large send.
  SEQUENTIAL,
  /// The same, each about a delivery anywhere in the tables: the hard case.
  RANDOM,
  /// `processed` and `delivered`, or for 2 % a bounce; 20 % are opened and 5 % clicked; in the
  /// order of a few thousand at a time.
  MIXED;

  record Item(Type type, int delivery) {}

  private static final int SEED = 42;
  private static final int WINDOW = 5_000;

  /// The first `events` events about deliveries `from` to `to`; fewer when there are no more.
  List<Item> items(int from, int to, int events) {
    List<Item> items = new ArrayList<>();
    if (this == MIXED) {
      for (int first = from; first <= to && items.size() < events; first += WINDOW) {
        mix(first, Math.min(to, first + WINDOW - 1), items);
      }
    } else {
      for (int delivery = from; delivery <= to; delivery++) {
        items.add(new Item(Type.DELIVERED, delivery));
      }
      if (this == RANDOM) {
        Collections.shuffle(items, new Random(SEED));
      }
    }
    return items.subList(0, Math.min(events, items.size()));
  }

  private static void mix(int from, int to, List<Item> items) {
    for (Type type : Type.values()) {
      for (int delivery = from; delivery <= to; delivery++) {
        if (happens(type, delivery % 100)) {
          items.add(new Item(type, delivery));
        }
      }
    }
  }

  private static boolean happens(Type type, int percentile) {
    return switch (type) {
      case PROCESSED -> true;
      case BOUNCED -> percentile < 2;
      case DELIVERED -> percentile >= 2;
      case OPENED -> percentile >= 80;
      case CLICKED -> percentile >= 95;
    };
  }

  /// For the names of figures.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
