package mailctl.audience;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.suppression.ErasureStore;

/// Brings the registrations of a file into one event: all of them or, for any bad row, none. Again
/// with the same file it changes nothing.
public final class RegistrationImport {
  /// Large enough to make round trips cheap, small enough to bind.
  private static final int BATCH = 10_000;

  private final RegistrationBulkStore registrations = new RegistrationBulkStore();
  private final ErasureStore erasures = new ErasureStore();

  /// `name` is what messages call the file.
  ///
  /// @throws Refusal (DATA) naming every bad row
  public ImportedRegistrations run(Tx tx, EventId event, String name, RegistrationCsv csv) {
    check(name, csv);
    refuse(name, forgotten(tx, csv));
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
    refuse(name, csv.problems());
  }

  /// Those who asked not to be in here any more.
  private List<RowProblem> forgotten(Tx tx, RegistrationCsv csv) {
    return erasures.of(tx, csv.lines().keySet()).entrySet().stream()
        .map(
            entry ->
                new RowProblem(
                    csv.lines().getOrDefault(entry.getKey(), 0L),
                    "this person asked to be forgotten and was erased at "
                        + entry.getValue().at()
                        + ": take the row out"))
        .sorted(Comparator.comparingLong(RowProblem::line))
        .toList();
  }

  private static void refuse(String name, List<RowProblem> problems) {
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
