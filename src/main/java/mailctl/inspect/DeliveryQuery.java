package mailctl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Which deliveries to show: those that pass all filters, the newest first, a page at a time.
///
/// @param before the last id of the page before this one
public record DeliveryQuery(List<DeliveryFilter> filters, int limit, OptionalLong before) {
  private static final int DEFAULT_LIMIT = 50;

  public DeliveryQuery {
    filters = List.copyOf(filters);
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is positive, not " + limit);
    }
  }

  public static DeliveryQuery all() {
    return new DeliveryQuery(List.of(), DEFAULT_LIMIT, OptionalLong.empty());
  }

  public DeliveryQuery and(DeliveryFilter filter) {
    List<DeliveryFilter> more = new ArrayList<>(filters);
    more.add(filter);
    return new DeliveryQuery(more, limit, before);
  }

  public DeliveryQuery limit(int atMost) {
    return new DeliveryQuery(filters, atMost, before);
  }

  public DeliveryQuery before(long deliveryId) {
    return new DeliveryQuery(filters, limit, OptionalLong.of(deliveryId));
  }
}
