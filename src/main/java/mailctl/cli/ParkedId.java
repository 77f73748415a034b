package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import mailctl.inspect.ParkedItem;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What is parked, as people name it: `post:12` or `event:7`.
record ParkedId(ParkedItem.Kind kind, long id) {
  ParkedId {
    requireNonNull(kind, "kind is null");
  }

  static ParkedId of(ParkedItem item) {
    return new ParkedId(item.kind(), item.id());
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
  }

  static final class Converter implements ITypeConverter<ParkedId> {
    @Override
    public ParkedId convert(String text) {
      if (!text.matches("(post|event):[1-9][0-9]{0,17}")) {
        throw new TypeConversionException(
            "'" + text + "' is neither a parked post such as post:12 nor an event such as event:7");
      }
      int colon = text.indexOf(':');
      return new ParkedId(
          ParkedItem.Kind.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT)),
          Long.parseLong(text.substring(colon + 1)));
    }
  }
}
