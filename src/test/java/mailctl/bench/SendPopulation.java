package mailctl.bench;

/// Two events, a large one and a small one, whose people wait for an email.
record SendPopulation(BenchDatabase database) {
  private static final int LARGE = 1;
  private static final int SMALL = 2;

  void create(int large, int small) {
    database.run(
        """
        insert into organization (id, slug, name, email, time_zone) overriding system value
        values (1, 'bench', 'Bench', 'bench@example.org', 'UTC')
        """,
        """
        insert into event (id, organization_id, slug, title, status, event_date)
        overriding system value
        select n, 1, 'bench-' || n, 'Bench ' || n, 'live', current_date + 30
        from generate_series(1, 2) n
        """,
        registrations(LARGE, large),
        registrations(SMALL, small),
        "vacuum analyze");
  }

  private static String registrations(int event, int people) {
    return """
    insert into registration (event_id, email, name, status)
    select %d, 'person-' || n || '@example.org', 'Person ' || n, 'approved'
    from generate_series(1, %d) n
    """
        .formatted(event, people);
  }

  /// Takes back what earlier rounds sent, so that each finds the same tables.
  void forgetSending() {
    database.run("truncate scheduled_email, delivery, submission, attempt cascade", "checkpoint");
  }

  /// An email that is due now; returns its id.
  long dueEmail(boolean large) {
    return database.number(
        """
        insert into scheduled_email (event_id, name, status, subject, html, text, trigger, due_at)
        values (%d, 'Bench', 'scheduled', 'See you, {{name}}',
          '<p>Hello {{name}}, %s</p><p><a href="{{unsubscribe_link}}">No more</a></p>',
          'Hello {{name}}, %s {{unsubscribe_link}}', 'at 2026-01-01 09:00', now())
        returning id
        """
            .formatted(large ? LARGE : SMALL, WORDS, WORDS));
  }

  private static final String WORDS =
      "the doors open at nine and the music begins at ten. ".repeat(20);
}
