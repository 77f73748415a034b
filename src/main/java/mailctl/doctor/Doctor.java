package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// Runs the checks. Those that need the database are not run when that is where it fails.
public final class Doctor {
  /// A check's finding under its name.
  public record Diagnosis(String check, Finding finding) {
    public Diagnosis {
      requireNonNull(check, "check is null");
      requireNonNull(finding, "finding is null");
    }
  }

  private final Check database;
  private final List<Check> others;

  public Doctor(Check database, List<Check> others) {
    this.database = requireNonNull(database, "database is null");
    this.others = List.copyOf(others);
  }

  public List<Diagnosis> examine() {
    List<Diagnosis> all = new ArrayList<>();
    all.add(look(database));
    if (all.getFirst().finding().level() != Finding.Level.FAIL) {
      others.forEach(check -> all.add(look(check)));
    }
    return all;
  }

  private static Diagnosis look(Check check) {
    try {
      return new Diagnosis(check.name(), check.look());
    } catch (RuntimeException e) {
      String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Diagnosis(check.name(), Finding.fail(words, ""));
    }
  }
}
