package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mailctl.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ArraySqlTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private record Row(@Nullable Long number, @Nullable String text, @Nullable UUID id) {}

  @Test
  void every_kind_of_value_arrives_as_it_was_and_null_stays_null() {
    UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    List<Row> rows =
        List.of(
            new Row(Long.MIN_VALUE, "ä \"quoted\", {braced} 😀", id), new Row(null, null, null));
    List<String> read = new ArrayList<>();

    db.database()
        .run(
            tx ->
                ArraySql.query(
                    tx,
                    "select n::text, t, u::text, i::text, b::text, encode(x, 'hex')"
                        + " from unnest(?, ?, ?, ?, ?, ?) as v (n, t, u, i, b, x)",
                    bind ->
                        bind.longsOrNull(rows, Row::number)
                            .texts(rows, Row::text)
                            .uuids(rows, Row::id)
                            .ints(rows, row -> row.text() == null ? 0 : -7)
                            .booleans(rows, row -> row.text() == null ? null : true)
                            .bytes(rows, row -> row.text() == null ? null : new byte[] {0, -1}),
                    row -> {
                      for (int column = 1; column <= 6; column++) {
                        read.add(row.getString(column));
                      }
                    }));

    assertThat(read)
        .containsExactly(
            Long.toString(Long.MIN_VALUE),
            "ä \"quoted\", {braced} 😀",
            id.toString(),
            "-7",
            "true",
            "00ff",
            null,
            null,
            null,
            "0",
            null,
            null);
  }

  @Test
  void times_are_kept_to_the_microsecond_from_year_1_to_9999() {
    List<Instant> times =
        List.of(
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("2000-01-01T00:00:00Z"),
            Instant.parse("2026-03-01T10:00:00.123456Z"),
            Instant.parse("9999-12-31T23:59:59Z"));

    assertThat(there(times)).isEqualTo(times);
  }

  @Test
  void what_is_finer_is_rounded_as_PostgreSQL_rounds_it() {
    Instant fine = Instant.parse("2026-03-01T10:00:00.9999996Z");

    assertThat(there(List.of(fine))).containsExactly(Instant.parse("2026-03-01T10:00:01Z"));
    List<String> text = new ArrayList<>();
    db.database()
        .run(
            tx ->
                ArraySql.query(
                    tx,
                    "select ('" + fine + "'::timestamptz at time zone 'UTC')::text",
                    _ -> {},
                    row -> text.add(row.getString(1))));
    assertThat(text).containsExactly("2026-03-01 10:00:01");
  }

  @Test
  void no_rows_are_no_rows() {
    assertThat(there(List.of())).isEmpty();
  }

  private List<Instant> there(List<Instant> times) {
    List<Instant> back = new ArrayList<>();
    db.database()
        .run(
            tx ->
                ArraySql.query(
                    tx,
                    "select * from unnest(?)",
                    bind -> bind.times(times, time -> time),
                    row -> back.add(ArraySql.time(row, 1).orElseThrow())));
    return back;
  }
}
