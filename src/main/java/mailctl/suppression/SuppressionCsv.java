package mailctl.suppression;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mailctl.csv.CsvText;
import mailctl.database.SqlEnum;

/// A file of suppressions: what `write` makes, `read` takes, here or in another database. A file of
/// others needs no more than a column `address` or `email`.
public final class SuppressionCsv {
  private final List<SuppressionRow> rows = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private SuppressionCsv() {}

  /// Never throws for what the text says: see `problems`.
  public static SuppressionCsv read(String text) {
    SuppressionCsv csv = new SuppressionCsv();
    CsvText.read(text, csv.new Rows());
    return csv;
  }

  /// Each with its line, in the order of the file; the rows may only be used when there are none.
  public List<String> problems() {
    return List.copyOf(problems);
  }

  public List<SuppressionRow> rows() {
    return List.copyOf(rows);
  }

  private final class Rows implements CsvText.Reader {
    private final Map<SuppressionRow.Key, Long> seen = new HashMap<>();
    private SuppressionHeader header = new SuppressionHeader(List.of());

    @Override
    public boolean header(long line, List<String> names) {
      header = new SuppressionHeader(names);
      header.problems().forEach(reason -> problem(line, reason));
      return problems.isEmpty();
    }

    @Override
    public void row(long line, List<String> fields) {
      SuppressionRow read = header.read(line, fields);
      Long other = seen.putIfAbsent(read.key(), line);
      if (other != null) {
        problem(line, "'" + read.address() + "' stands on line " + other + " already");
      }
      rows.add(read);
    }

    @Override
    public void problem(long line, String reason) {
      problems.add("line " + line + ": " + reason);
    }
  }

  /// The header, then `rows` as they come; the caller closes `to`.
  ///
  /// @param owner the slug of a scope's organization or event
  public static Export to(Writer to, Function<Scope, String> owner) {
    CsvWriter csv = CsvWriter.builder().build(to);
    csv.writeRecord(SuppressionHeader.NAMES);
    return new Export(csv, owner);
  }

  /// A file that is being written.
  public static final class Export {
    private final CsvWriter csv;
    private final Function<Scope, String> owner;

    private Export(CsvWriter csv, Function<Scope, String> owner) {
      this.csv = csv;
      this.owner = owner;
    }

    public void add(SuppressionEntry entry) {
      Suppression it = entry.suppression();
      String name = owner.apply(it.scope());
      csv.writeRecord(
          it.email(),
          SuppressionStore.scopeWord(it.scope()),
          it.scope() instanceof Scope.Organization ? name : "",
          it.scope() instanceof Scope.Event ? name : "",
          SqlEnum.word(it.reason()),
          SqlEnum.word(it.source()),
          it.evidence(),
          it.suppressedAt().toString(),
          entry.lifted().map(lifted -> lifted.at().toString()).orElse(""),
          entry.lifted().map(SuppressionEntry.Lifted::by).orElse(""));
    }

    public void flush() {
      try {
        csv.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
