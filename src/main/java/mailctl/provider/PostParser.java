package mailctl.provider;

/// Reads a webhook post as the provider writes it: leniently, since what we do not understand today
/// must still be there tomorrow.
public interface PostParser {
  /// Never throws for what the bytes say.
  ParsedPost parse(byte[] body);
}
