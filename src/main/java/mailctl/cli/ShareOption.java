package mailctl.cli;

import mailctl.delivery.Share;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A share on the command line: "1%", "0.3%", "off".
final class ShareOption implements ITypeConverter<Share> {
  @Override
  public Share convert(String text) {
    try {
      return Share.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' " + e.getMessage());
    }
  }
}
