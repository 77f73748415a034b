package mailctl.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/// A header and the rows below it, separated by comma, semicolon or tab, whichever the header has
/// most of. Blank rows are none.
public final class CsvText {
  private static final int LARGEST_FIELD = 64 * 1024 * 1024;

  /// What to do with it, each with the number of its line.
  public interface Reader {
    /// Returns whether the rows are worth reading.
    boolean header(long line, List<String> names);

    /// Called for each row, with as many fields as it has.
    ///
    /// @throws IllegalArgumentException with what is wrong with it, which becomes a problem
    void row(long line, List<String> fields);

    void problem(long line, String reason);
  }

  private final Reader reader;
  private long last;

  private CsvText(Reader reader) {
    this.reader = reader;
  }

  /// Never throws for what the text says: that is a problem.
  public static void read(String text, Reader reader) {
    CsvText csv = new CsvText(reader);
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(separator(text))
            .allowExtraFields(true)
            .allowMissingFields(true)
            .maxBufferSize(LARGEST_FIELD)
            .ofCsvRecord(text)) {
      csv.read(records.iterator());
    } catch (CsvParseException e) {
      reader.problem(csv.last + 1, "not CSV: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory can be read", e);
    }
  }

  private void read(Iterator<CsvRecord> records) {
    if (!records.hasNext()) {
      reader.problem(1, "the file is empty");
      return;
    }
    CsvRecord header = next(records);
    if (!reader.header(last, header.getFields())) {
      return;
    }
    while (records.hasNext()) {
      CsvRecord row = next(records);
      if (row.getFields().stream().allMatch(String::isBlank)) {
        continue;
      }
      try {
        reader.row(last, row.getFields());
      } catch (IllegalArgumentException e) {
        reader.problem(last, String.valueOf(e.getMessage()));
      }
    }
  }

  private CsvRecord next(Iterator<CsvRecord> records) {
    CsvRecord record = records.next();
    last = record.getStartingLineNumber();
    return record;
  }

  private static char separator(String text) {
    String header = text.lines().findFirst().orElse("");
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(header, candidate) > count(header, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }
}
