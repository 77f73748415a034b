package mailctl.suppression;

/// How far a suppression reaches.
public sealed interface Scope {
  /// No mail at all.
  record Global() implements Scope {}

  /// No mail about any event of one organization.
  record Organization(long id) implements Scope {
    public Organization {
      if (id <= 0) {
        throw new IllegalArgumentException("an id is positive, not " + id);
      }
    }
  }

  /// No mail about one event.
  record Event(long id) implements Scope {
    public Event {
      if (id <= 0) {
        throw new IllegalArgumentException("an id is positive, not " + id);
      }
    }
  }
}
