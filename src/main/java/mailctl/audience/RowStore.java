package mailctl.audience;

import java.time.Instant;
import java.util.Objects;
import org.jooq.TableField;
import org.jooq.UpdatableRecord;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// Writes single rows so that what does not change is not written.
final class RowStore {
  private RowStore() {}

  static <R extends UpdatableRecord<R>, T> void set(
      R row, TableField<R, T> field, @Nullable T value) {
    if (!Objects.equals(row.get(field), value)) {
      row.set(field, value);
    }
  }

  /// Inserts the row, or updates it when a field was set to something new.
  static <R extends UpdatableRecord<R>> Saved.Outcome store(
      R row, TableField<R, Instant> updatedAt, boolean exists) {
    if (!exists) {
      row.insert();
      return Saved.Outcome.INSERTED;
    }
    if (!row.modified()) {
      return Saved.Outcome.UNCHANGED;
    }
    Instant now =
        DSL.using(row.configuration()).select(DSL.currentInstant()).fetchSingle().value1();
    row.set(updatedAt, now);
    row.update();
    return Saved.Outcome.UPDATED;
  }
}
