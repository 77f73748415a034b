package mailctl.bench;

/// Sent mail to report about: one attempt each for `deliveries` deliveries, of ten emails, in
/// submissions of 1,000. Ids count from 1, so that SQL and the bench know them alike.
record Population(BenchDatabase database, int deliveries) {
  private static final int EMAILS = 10;
  private static final int SUBMISSION = 1_000;

  private static final String CLEAR =
      """
      truncate organization, event, registration, scheduled_email, delivery, submission, attempt,
        webhook_post, provider_event, parked_event, ignored_event, suppression cascade
      """;
  private static final String ORGANIZATION =
      """
      insert into organization (id, slug, name, email, time_zone) overriding system value
      values (1, 'bench', 'Bench', 'bench@example.org', 'UTC')
      """;
  private static final String EVENT =
      """
      insert into event (id, organization_id, slug, title, status, event_date)
      overriding system value values (1, 1, 'bench', 'Bench', 'live', current_date + 30)
      """;
  private static final String REGISTRATIONS =
      """
      insert into registration (id, event_id, email, name, status) overriding system value
      select n, 1, 'person-' || n || '@example.org', 'Person ' || n, 'approved'
      from generate_series(1, %d) n
      """;
  private static final String SCHEDULED_EMAILS =
      """
      insert into scheduled_email (id, event_id, name, status, subject, text, trigger, due_at,
        started_at, planned_at, finished_at) overriding system value
      select n, 1, 'Email ' || n, 'sent', 'See you', 'Hello', 'at 2026-01-01 09:00',
        now() - interval '1 hour', now(), now(), now()
      from generate_series(1, %d) n
      """;
  private static final String DELIVERIES =
      """
      insert into delivery (id, scheduled_email_id, registration_id, email, created_at, status,
        status_at, attempts) overriding system value
      select n, 1 + (n - 1) / %1$d, 1 + (n - 1) %% %1$d,
        'person-' || 1 + (n - 1) %% %1$d || '@example.org', now() - interval '1 hour', 'sent',
        now() - interval '1 hour', 1
      from generate_series(1, %2$d) n
      """;
  private static final String SUBMISSIONS =
      """
      insert into submission (id, scheduled_email_id, state, owner, lease_until, recipients,
        message_id, claimed_at, called_at, settled_at) overriding system value
      select n, 1 + (n - 1) * %2$d / %1$d, 'accepted', gen_random_uuid(), now(), %2$d,
        'benchmessage' || lpad(n::text, 10, '0'), now(), now(), now()
      from generate_series(1, %3$d) n
      """;
  private static final String ATTEMPTS =
      """
      insert into attempt (id, delivery_id, number, submission_id, origin, email)
      overriding system value
      select id, id, 1, 1 + (id - 1) / %d, 'plan', email from delivery order by id
      """;

  Population {
    if (deliveries % (EMAILS * SUBMISSION) != 0) {
      throw new IllegalArgumentException("not a multiple of 10,000: " + deliveries);
    }
  }

  /// Everything anew, with no event yet.
  void create() {
    int registrations = deliveries / EMAILS;
    database.run(
        CLEAR,
        ORGANIZATION,
        EVENT,
        REGISTRATIONS.formatted(registrations),
        SCHEDULED_EMAILS.formatted(EMAILS),
        DELIVERIES.formatted(registrations, deliveries),
        SUBMISSIONS.formatted(registrations, SUBMISSION, deliveries / SUBMISSION),
        ATTEMPTS.formatted(SUBMISSION),
        "vacuum analyze",
        "checkpoint");
  }

  /// As the population made it.
  static String email(int delivery, int deliveries) {
    return "person-" + (1 + (delivery - 1) % (deliveries / EMAILS)) + "@example.org";
  }

  static String messageId(int delivery) {
    return "benchmessage%010d".formatted(1 + (delivery - 1) / SUBMISSION);
  }
}
