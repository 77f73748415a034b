package mailctl.cli;

import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Ids on the command line: `@Parameters(converter = IdArgument.Email.class)`.
final class IdArgument {
  private IdArgument() {}

  private static long read(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new TypeConversionException("'" + text + "' is not an id");
    }
    return Long.parseLong(text);
  }

  static final class Email implements ITypeConverter<ScheduledEmailId> {
    @Override
    public ScheduledEmailId convert(String text) {
      return new ScheduledEmailId(read(text));
    }
  }

  static final class OfRegistration implements ITypeConverter<RegistrationId> {
    @Override
    public RegistrationId convert(String text) {
      return new RegistrationId(read(text));
    }
  }
}
