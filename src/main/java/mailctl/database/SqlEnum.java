package mailctl.database;

import java.util.Locale;

/// Between the constants of enums and the words that the tables use for them: in lower case.
public final class SqlEnum {
  private SqlEnum() {}

  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException when the word is none of the type's
  public static <E extends Enum<E>> E of(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
