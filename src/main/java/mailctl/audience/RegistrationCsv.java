package mailctl.audience;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A file of registrations, read whole: either rows that are all good, or every problem with its
/// line. UTF-8 with or without a byte order mark; separated by comma, semicolon or tab, whichever
/// the header has most of.
public final class RegistrationCsv {
  private final List<RegistrationValues> rows = new ArrayList<>();
  private final List<RowProblem> problems = new ArrayList<>();
  private final Map<String, Long> lines = new HashMap<>();

  private RegistrationCsv() {}

  /// Never throws for what the bytes say: see `problems`.
  public static RegistrationCsv read(byte[] content) {
    RegistrationCsv csv = new RegistrationCsv();
    csv.readText(content);
    return csv;
  }

  /// In the order of the file; the rows may only be used when there are none.
  public List<RowProblem> problems() {
    return List.copyOf(problems);
  }

  public int size() {
    return rows.size();
  }

  /// Where an address stands, by the address in lower case.
  Map<String, Long> lines() {
    return lines;
  }

  List<RegistrationValues> rows() {
    return rows;
  }

  private void readText(byte[] content) {
    CharBuffer text = CharBuffer.allocate(content.length + 1);
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      long line = 1;
      for (int i = 0; i < bytes.position(); i++) {
        line += content[i] == '\n' ? 1 : 0;
      }
      problems.add(new RowProblem(line, "the bytes are not UTF-8: save the file as UTF-8"));
      return;
    }
    text.flip();
    if (text.hasRemaining() && text.get(0) == '\uFEFF') {
      text.get();
    }
    String all = text.toString();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator(all))
            .allowExtraFields(true)
            .allowMissingFields(true)
            .maxBufferSize(64 * 1024 * 1024)
            .ofCsvRecord(all)) {
      readRecords(reader.iterator());
    } catch (CsvParseException e) {
      problems.add(new RowProblem(lineAfterLast(), "not CSV: " + e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long last;

  private long lineAfterLast() {
    return last + 1;
  }

  private void readRecords(Iterator<CsvRecord> records) {
    if (!records.hasNext()) {
      problems.add(new RowProblem(1, "the file is empty"));
      return;
    }
    CsvRecord first = records.next();
    last = first.getStartingLineNumber();
    CsvHeader header = new CsvHeader(first.getFields());
    header.problems().forEach(reason -> problems.add(new RowProblem(last, reason)));
    if (!problems.isEmpty()) {
      return;
    }
    while (records.hasNext()) {
      CsvRecord row = records.next();
      last = row.getStartingLineNumber();
      if (row.getFields().stream().allMatch(String::isBlank)) {
        continue;
      }
      try {
        RegistrationValues values = header.read(row.getFields());
        Long other = lines.putIfAbsent(values.email().toLowerCase(Locale.ROOT), last);
        if (other != null) {
          problems.add(
              new RowProblem(
                  last, "'" + values.email() + "' stands on line " + other + " already"));
        }
        rows.add(values);
      } catch (IllegalArgumentException e) {
        problems.add(new RowProblem(last, String.valueOf(e.getMessage())));
      }
    }
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
