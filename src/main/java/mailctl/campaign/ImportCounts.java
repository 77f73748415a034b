package mailctl.campaign;

import java.util.ArrayList;
import java.util.List;
import mailctl.audience.Saved;

/// How much of what a file brought.
public record ImportCounts(Count organizations, Count events, Count templates, Count emails) {
  public record Count(int inserted, int updated, int unchanged) {
    static Count of(List<Saved.Outcome> outcomes) {
      return new Count(
          count(outcomes, Saved.Outcome.INSERTED),
          count(outcomes, Saved.Outcome.UPDATED),
          count(outcomes, Saved.Outcome.UNCHANGED));
    }

    private static int count(List<Saved.Outcome> outcomes, Saved.Outcome one) {
      return (int) outcomes.stream().filter(one::equals).count();
    }

    public int total() {
      return inserted + updated + unchanged;
    }
  }

  static final class Counter {
    final List<Saved.Outcome> organizations = new ArrayList<>();
    final List<Saved.Outcome> events = new ArrayList<>();
    final List<Saved.Outcome> templates = new ArrayList<>();
    final List<Saved.Outcome> emails = new ArrayList<>();

    ImportCounts counts() {
      return new ImportCounts(
          Count.of(organizations), Count.of(events), Count.of(templates), Count.of(emails));
    }
  }
}
