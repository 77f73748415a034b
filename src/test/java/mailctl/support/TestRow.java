package mailctl.support;

import java.util.function.Consumer;
import java.util.function.Supplier;
import mailctl.database.Database;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/// One row on its way into the database: what the test states, the rest filled in so that it is
/// valid. Made by `TestRows`; the names of the columns are those of `sql/`.
///
/// ```java
/// long id = rows.delivery().with(DELIVERY.STATUS, "sent").insert().getId();
/// ```
public final class TestRow<R extends Record> {
  private final Database database;
  private final Table<R> table;
  private final R record;
  private final Consumer<TestRow<R>> defaults;

  TestRow(Database database, Table<R> table, Consumer<TestRow<R>> defaults) {
    this.database = database;
    this.table = table;
    this.record = table.newRecord();
    this.defaults = defaults;
  }

  /// States a column; null is a statement, too.
  public <T> TestRow<R> with(Field<T> column, T value) {
    record.set(column, value);
    record.touched(column, true);
    return this;
  }

  /// Completes the row and inserts it in a transaction of its own; returns it as the database has
  /// it, with its id.
  public R insert() {
    defaults.accept(this);
    return database.transaction(
        tx -> tx.dsl().insertInto(table).set(record).returning().fetchSingle());
  }

  boolean states(Field<?> column) {
    return record.touched(column);
  }

  <T> T get(Field<T> column) {
    return record.get(column);
  }

  /// Sets a column that the test left open.
  <T> TestRow<R> fill(Field<T> column, T value) {
    return compute(column, () -> value);
  }

  /// As `fill`, for values that are only made when they are needed, such as rows.
  <T> TestRow<R> compute(Field<T> column, Supplier<? extends T> value) {
    if (!states(column)) {
      with(column, value.get());
    }
    return this;
  }
}
