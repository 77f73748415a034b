package mailctl.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import mailctl.app.Nearest;
import mailctl.database.Refusal;

/// Words of a closed set, as options take them: lower case, dashes as good as underscores.
final class Choice {
  private Choice() {}

  /// @throws Refusal (USAGE) naming the nearest word, or all
  static <E extends Enum<E>> E of(Class<E> type, String option, String text) {
    String word = text.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    List<String> words = words(type);
    int index = words.indexOf(word);
    if (index < 0) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "%s: there is no '%s'%s; there are %s"
              .formatted(option, text, Nearest.suffix(word, words), String.join(", ", words)));
    }
    return type.getEnumConstants()[index];
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static List<String> words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Choice::word).toList();
  }
}
