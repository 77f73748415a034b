package mailctl.delivery;

import static java.util.Objects.requireNonNull;

/// One law of the ledger, and how to find what breaks it: a query of `thing` (a word), `id` and
/// `what` (words), a row for each that does. It may say `{0}`, the scheduled email, and `{1}`, the
/// time before which a lease counts as dead; one of the history is asked of each month of it and
/// says `{0}` for the month.
record Law(String name, String sentence, String sql) {
  Law {
    requireNonNull(name, "name is null");
    requireNonNull(sentence, "sentence is null");
    requireNonNull(sql, "sql is null");
  }
}
