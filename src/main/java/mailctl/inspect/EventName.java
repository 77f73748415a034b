package mailctl.inspect;

/// An event as people name it.
public record EventName(long id, String slug, String title) {}
