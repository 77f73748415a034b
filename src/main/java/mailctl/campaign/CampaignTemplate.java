package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A reusable set of emails of an organization, in order.
public record CampaignTemplate(
    String name, String description, boolean isDefault, List<Item> items) {
  static final int MAX_ITEMS = 40;

  /// One email of it.
  public record Item(Draft draft, String category, boolean enabled) {
    public Item {
      requireNonNull(draft, "draft is null");
      requireNonNull(category, "category is null");
    }
  }

  public CampaignTemplate {
    requireNonNull(name, "name is null");
    requireNonNull(description, "description is null");
    items = List.copyOf(items);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a template has a name");
    }
    if (items.size() > MAX_ITEMS) {
      throw new IllegalArgumentException(
          "a template has at most " + MAX_ITEMS + " emails, not " + items.size());
    }
  }
}
