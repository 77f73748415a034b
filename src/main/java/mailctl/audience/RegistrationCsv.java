package mailctl.audience;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailctl.csv.CsvText;

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
    CsvText.read(text.toString(), new Rows());
  }

  private final class Rows implements CsvText.Reader {
    private CsvHeader header = new CsvHeader(List.of());

    @Override
    public boolean header(long line, List<String> names) {
      header = new CsvHeader(names);
      header.problems().forEach(reason -> problem(line, reason));
      return problems.isEmpty();
    }

    @Override
    public void row(long line, List<String> fields) {
      RegistrationValues values = header.read(fields);
      Long other = lines.putIfAbsent(values.email().toLowerCase(Locale.ROOT), line);
      if (other != null) {
        problem(line, "'" + values.email() + "' stands on line " + other + " already");
      }
      rows.add(values);
    }

    @Override
    public void problem(long line, String reason) {
      problems.add(new RowProblem(line, reason));
    }
  }
}
