package mailctl.suppression;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Brings a file of suppressions in: all of it or, for any bad row, nothing. Again with the same
/// file it changes nothing, whatever was lifted meanwhile.
public final class SuppressionImport {
  private static final int BATCH = 5_000;

  /// Who is meant by a slug or an id; empty for nobody.
  public interface Owners {
    OptionalLong organization(Tx tx, String name);

    OptionalLong event(Tx tx, String name);
  }

  /// The file, for messages and as evidence.
  public record Source(String name, String digest) {
    public Source {
      requireNonNull(name, "name is null");
      requireNonNull(digest, "digest is null");
    }
  }

  /// @param known suppressed at that scope before, or by that evidence
  /// @param lifted those that the file itself calls lifted: they are not brought in
  /// @param erased those that asked to be forgotten: they stay suppressed without being named
  public record Result(int added, int known, int lifted, int erased) {}

  private final SuppressionStore suppressions;
  private final ErasureStore erasures = new ErasureStore();

  public SuppressionImport(SuppressionStore suppressions) {
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
  }

  /// @throws Refusal (DATA) naming every bad row
  public Result run(Tx tx, Source source, SuppressionCsv csv, Owners owners, Instant now) {
    List<String> problems = new ArrayList<>(csv.problems());
    Map<String, Optional<Scope>> scopes = new HashMap<>();
    for (SuppressionRow row : csv.rows()) {
      Optional<Scope> scope =
          scopes.computeIfAbsent(row.reach() + " " + row.owner(), _ -> scope(tx, row, owners));
      if (scope.isEmpty()) {
        String what = row.reach() == SuppressionRow.Reach.EVENT ? "event" : "organization";
        problems.add("line " + row.line() + ": there is no " + what + " '" + row.owner() + "'");
      }
    }
    refuse(source, problems);
    Map<String, ErasureStore.Erased> erased =
        erasures.of(tx, csv.rows().stream().map(SuppressionRow::address).toList());
    List<SuppressionRow> named =
        csv.rows().stream().filter(row -> !erased.containsKey(row.address())).toList();
    List<SuppressionRow> holding = named.stream().filter(row -> !row.lifted()).toList();
    int added = 0;
    for (int from = 0; from < holding.size(); from += BATCH) {
      added +=
          add(
              tx,
              source,
              holding.subList(from, Math.min(holding.size(), from + BATCH)),
              scopes,
              now);
    }
    return new Result(
        added,
        holding.size() - added,
        named.size() - holding.size(),
        csv.rows().size() - named.size());
  }

  private static void refuse(Source source, List<String> problems) {
    if (problems.isEmpty()) {
      return;
    }
    throw new Refusal(
        Refusal.Kind.DATA,
        problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(
                Collectors.joining(
                    "",
                    source.name()
                        + ": "
                        + problems.size()
                        + (problems.size() == 1 ? " problem" : " problems")
                        + ", nothing was imported",
                    "")));
  }

  private int add(
      Tx tx,
      Source source,
      List<SuppressionRow> rows,
      Map<String, Optional<Scope>> scopes,
      Instant now) {
    Map<String, List<SuppressionEntry>> known =
        suppressions.of(tx, rows.stream().map(SuppressionRow::address).toList());
    List<Suppression> fresh = new ArrayList<>();
    for (SuppressionRow row : rows) {
      Scope scope =
          requireNonNull(scopes.get(row.reach() + " " + row.owner()), "not looked up")
              .orElseThrow();
      boolean stands =
          known.getOrDefault(row.address(), List.of()).stream()
              .anyMatch(
                  entry -> entry.lifted().isEmpty() && entry.suppression().scope().equals(scope));
      if (!stands) {
        fresh.add(
            new Suppression(
                row.address(),
                scope,
                row.reason(),
                SuppressionSource.IMPORT,
                row.evidence().orElseGet(() -> evidence(source, row)),
                row.suppressedAt().orElse(now)));
      }
    }
    return suppressions.add(tx, fresh);
  }

  private static String evidence(Source source, SuppressionRow row) {
    String reach = row.reach().name().toLowerCase(java.util.Locale.ROOT);
    return "import "
        + source.digest()
        + " of "
        + source.name()
        + " "
        + reach
        + (row.owner().isEmpty() ? "" : " " + row.owner());
  }

  private static Optional<Scope> scope(Tx tx, SuppressionRow row, Owners owners) {
    return switch (row.reach()) {
      case GLOBAL -> Optional.of(new Scope.Global());
      case ORGANIZATION -> {
        OptionalLong id = owners.organization(tx, row.owner());
        yield id.isPresent()
            ? Optional.of(new Scope.Organization(id.getAsLong()))
            : Optional.empty();
      }
      case EVENT -> {
        OptionalLong id = owners.event(tx, row.owner());
        yield id.isPresent() ? Optional.of(new Scope.Event(id.getAsLong())) : Optional.empty();
      }
    };
  }
}
