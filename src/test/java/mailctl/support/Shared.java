package mailctl.support;

import java.util.function.Supplier;
import org.jooq.Record;

/// A row that is made when it is first asked for.
final class Shared<R extends Record> {
  private R record;

  synchronized R get(Supplier<TestRow<R>> row) {
    if (record == null) {
      record = row.get().insert();
    }
    return record;
  }
}
