package mailctl.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/// Figures for programs: `{"figures":[{"name","value","unit","baseline","ratio"}]}`, on one line;
/// baseline and ratio are null where there is none.
final class FiguresJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MathContext DIGITS = new MathContext(6);

  private FiguresJson() {}

  static String of(Figures figures) {
    ObjectNode top = JSON.createObjectNode();
    ArrayNode list = top.putArray("figures");
    for (Figure figure : figures.all()) {
      ObjectNode each = list.addObject();
      each.put("name", figure.name());
      each.put("value", rounded(figure.value()));
      each.put("unit", figure.unit());
      put(each, "baseline", figure.baseline());
      put(each, "ratio", figure.ratio());
    }
    try {
      return JSON.writeValueAsString(top);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, rounded(value.getAsDouble()));
    } else {
      node.putNull(name);
    }
  }

  /// Six digits say more than any measurement knows; whole numbers stay whole.
  private static BigDecimal rounded(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
