package mailctl.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/// Binds the parameters of a statement, one after the other, each an array with one value per row,
/// in PostgreSQL's own binary form: thousands of values cost neither side the making and reading of
/// text.
public final class ArrayBinder {
  private static final long EPOCH_OF_2000 = 946_684_800L;

  private final PreparedStatement statement;
  private final BaseConnection connection;
  private int position;

  ArrayBinder(PreparedStatement statement) throws SQLException {
    this.statement = requireNonNull(statement, "statement is null");
    this.connection = statement.getConnection().unwrap(BaseConnection.class);
  }

  public <T> ArrayBinder longs(List<T> rows, ToLongFunction<T> value) {
    ByteBuffer array = start(Oid.INT8, rows.size(), 12);
    rows.forEach(row -> array.putInt(8).putLong(value.applyAsLong(row)));
    return bind(Oid.INT8_ARRAY, array);
  }

  public <T> ArrayBinder longsOrNull(List<T> rows, Function<T, @Nullable Long> value) {
    ByteBuffer array = start(Oid.INT8, rows.size(), 12);
    for (T row : rows) {
      Long each = value.apply(row);
      if (each == null) {
        array.putInt(-1);
      } else {
        array.putInt(8).putLong(each);
      }
    }
    return bind(Oid.INT8_ARRAY, array);
  }

  public <T> ArrayBinder ints(List<T> rows, ToIntFunction<T> value) {
    ByteBuffer array = start(Oid.INT4, rows.size(), 8);
    rows.forEach(row -> array.putInt(4).putInt(value.applyAsInt(row)));
    return bind(Oid.INT4_ARRAY, array);
  }

  public <T> ArrayBinder booleans(List<T> rows, Function<T, @Nullable Boolean> value) {
    ByteBuffer array = start(Oid.BOOL, rows.size(), 5);
    for (T row : rows) {
      Boolean each = value.apply(row);
      if (each == null) {
        array.putInt(-1);
      } else {
        array.putInt(1).put((byte) (each ? 1 : 0));
      }
    }
    return bind(Oid.BOOL_ARRAY, array);
  }

  public <T> ArrayBinder uuids(List<T> rows, Function<T, @Nullable UUID> value) {
    ByteBuffer array = start(Oid.UUID, rows.size(), 20);
    for (T row : rows) {
      UUID each = value.apply(row);
      if (each == null) {
        array.putInt(-1);
      } else {
        array
            .putInt(16)
            .putLong(each.getMostSignificantBits())
            .putLong(each.getLeastSignificantBits());
      }
    }
    return bind(Oid.UUID_ARRAY, array);
  }

  /// Of type `timestamptz`, to the nearest microsecond.
  public <T> ArrayBinder times(List<T> rows, Function<T, @Nullable Instant> value) {
    ByteBuffer array = start(Oid.TIMESTAMPTZ, rows.size(), 12);
    for (T row : rows) {
      Instant each = value.apply(row);
      if (each == null) {
        array.putInt(-1);
      } else {
        array.putInt(8).putLong(microsSince2000(each));
      }
    }
    return bind(Oid.TIMESTAMPTZ_ARRAY, array);
  }

  public <T> ArrayBinder texts(List<T> rows, Function<T, @Nullable String> value) {
    return bytes(Oid.TEXT, Oid.TEXT_ARRAY, rows, row -> utf8(value.apply(row)));
  }

  public <T> ArrayBinder bytes(List<T> rows, Function<T, byte @Nullable []> value) {
    return bytes(Oid.BYTEA, Oid.BYTEA_ARRAY, rows, value);
  }

  private <T> ArrayBinder bytes(
      int element, int type, List<T> rows, Function<T, byte @Nullable []> value) {
    byte @Nullable [][] values = new byte @Nullable [rows.size()][];
    int length = 0;
    for (int i = 0; i < values.length; i++) {
      byte[] each = value.apply(rows.get(i));
      values[i] = each;
      length += each == null ? 0 : each.length;
    }
    ByteBuffer array = start(element, values.length, 4, length);
    for (byte[] each : values) {
      if (each == null) {
        array.putInt(-1);
      } else {
        array.putInt(each.length).put(each);
      }
    }
    return bind(type, array);
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static long microsSince2000(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond() - EPOCH_OF_2000, 1_000_000L),
        (time.getNano() + 500) / 1_000);
  }

  private static ByteBuffer start(int element, int size, int bytesPerValue) {
    return start(element, size, bytesPerValue, 0);
  }

  /// One dimension, perhaps with nulls, counted from 1.
  private static ByteBuffer start(int element, int size, int bytesPerValue, int more) {
    int length = Math.addExact(20, Math.addExact(Math.multiplyExact(size, bytesPerValue), more));
    return ByteBuffer.allocate(length).putInt(1).putInt(1).putInt(element).putInt(size).putInt(1);
  }

  private ArrayBinder bind(int type, ByteBuffer array) {
    byte[] bytes =
        array.hasRemaining()
            ? java.util.Arrays.copyOf(array.array(), array.position())
            : array.array();
    try {
      statement.setArray(++position, new PgArray(connection, type, bytes));
    } catch (SQLException e) {
      throw new IllegalStateException("parameter " + position + " cannot be bound", e);
    }
    return this;
  }
}
