package mailctl.inspect;

/// Something parked, with what was received, read as UTF-8: bytes that are none show as `�`. The
/// bytes themselves stay in the database.
public record Parked<T>(T item, String body) {}
