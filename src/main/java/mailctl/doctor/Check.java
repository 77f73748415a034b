package mailctl.doctor;

/// Looks at one thing. What `look` throws is a failure, too.
public interface Check {
  /// One or two words.
  String name();

  Finding look();
}
