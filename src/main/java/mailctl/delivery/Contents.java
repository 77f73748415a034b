package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.Variant;
import mailctl.database.Refusal;

/// What a scheduled email says in each of its versions.
final class Contents {
  private final Content first;
  private final Map<String, Content> variants;

  private Contents(Content first, Map<String, Content> variants) {
    this.first = first;
    this.variants = variants;
  }

  /// @throws Refusal (DATA) when one of them does not read as a template
  static Contents of(EmailInPlace place) {
    Map<String, Content> variants = new LinkedHashMap<>();
    for (Variant variant : place.experiment().variants()) {
      variants.put(variant.name(), Content.of(place.in(variant)));
    }
    Content first = variants.isEmpty() ? Content.of(place) : variants.values().iterator().next();
    return new Contents(first, variants);
  }

  /// Who has no version gets the first one.
  Content of(Optional<String> variant) {
    return variant.isEmpty()
        ? first
        : requireNonNull(variants.get(variant.get()), "there is no such variant");
  }

  /// By their names; one without a name, where there are no versions.
  Map<String, Content> all() {
    return variants.isEmpty() ? Map.of("", first) : variants;
  }
}
