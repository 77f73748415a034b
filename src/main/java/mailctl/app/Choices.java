package mailctl.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Closed sets of words, as enums.
final class Choices {
  private Choices() {}

  static <E extends Enum<E>> E parse(Class<E> type, String text) {
    for (E each : type.getEnumConstants()) {
      if (word(each).equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        Arrays.stream(type.getEnumConstants())
            .map(Choices::word)
            .collect(Collectors.joining(" or ", "is not ", "")));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
