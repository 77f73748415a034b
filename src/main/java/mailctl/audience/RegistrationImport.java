package mailctl.audience;

import java.util.List;
import java.util.stream.Collectors;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Brings the registrations of a file into one event: all of them or, for any bad row, none. Again
/// with the same file it changes nothing.
public final class RegistrationImport {
  /// Large enough to make round trips cheap, small enough to bind.
  private static final int BATCH = 10_000;

  private final RegistrationBulkStore registrations = new RegistrationBulkStore();

  /// `name` is what messages call the file.
  ///
  /// @throws Refusal (DATA) naming every bad row
  public ImportedRegistrations run(Tx tx, EventId event, String name, RegistrationCsv csv) {
    check(name, csv);
    ImportedRegistrations result = new ImportedRegistrations(0, 0, 0);
    List<RegistrationValues> rows = csv.rows();
    for (int from = 0; from < rows.size(); from += BATCH) {
      List<RegistrationValues> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
      result = result.plus(registrations.upsert(tx, event, batch));
    }
    return result;
  }

  /// Looks at the file alone.
  ///
  /// @throws Refusal (DATA) naming every bad row
  public void check(String name, RegistrationCsv csv) {
    List<RowProblem> problems = csv.problems();
    if (!problems.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.DATA,
          problems.stream()
              .map(problem -> "\n  " + problem)
              .collect(
                  Collectors.joining(
                      "",
                      name
                          + ": "
                          + problems.size()
                          + (problems.size() == 1 ? " problem" : " problems")
                          + ", nothing was imported",
                      "")));
    }
  }
}
