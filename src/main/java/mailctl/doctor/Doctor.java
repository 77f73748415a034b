package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mailctl.database.DatabaseUnavailableException;
import mailctl.database.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the checks. Those that need the database are not run when that is where it fails, and those
/// of a chain only as long as none before them failed.
public final class Doctor {
  private static final Logger log = LoggerFactory.getLogger(Doctor.class);

  /// A check's finding under its name.
  public record Diagnosis(String check, Finding finding) {
    public Diagnosis {
      requireNonNull(check, "check is null");
      requireNonNull(finding, "finding is null");
    }
  }

  private final Check database;
  private final List<Check> others;
  private final Supplier<List<Check>> chain;

  public Doctor(Check database, List<Check> others) {
    this(database, others, List::of);
  }

  /// `chain` is made when its turn comes.
  public Doctor(Check database, List<Check> others, Supplier<List<Check>> chain) {
    this.database = requireNonNull(database, "database is null");
    this.others = List.copyOf(others);
    this.chain = requireNonNull(chain, "chain is null");
  }

  public List<Diagnosis> examine() {
    List<Diagnosis> all = new ArrayList<>();
    all.add(look(database));
    if (all.getFirst().finding().level() != Finding.Level.FAIL) {
      others.forEach(check -> all.add(look(check)));
      for (Check each : chain.get()) {
        all.add(look(each));
        if (all.getLast().finding().level() == Finding.Level.FAIL) {
          break;
        }
      }
    }
    return all;
  }

  private static Diagnosis look(Check check) {
    try {
      return new Diagnosis(check.name(), check.look());
    } catch (RuntimeException e) {
      log.debug("check={} failed", check.name(), e);
      String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Diagnosis(check.name(), Finding.fail(words, advice(e)));
    }
  }

  private static String advice(RuntimeException e) {
    return switch (e) {
      case Refusal refusal when !refusal.hint().isEmpty() -> refusal.hint();
      case DatabaseUnavailableException _ -> DatabaseCheck.WHERE_IT_IS;
      default ->
          "mailctl doctor --verbose, and report what it prints together with `mailctl version`";
    };
  }
}
