package mailctl.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class FiguresTest {
  private final Figures figures =
      new Figures()
          .add(Figure.of("accept.posts", 1500, "1/s").beside(3000))
          .add(Figure.of("accept.p99", 12.3456789, "ms"))
          .add(Figure.of("accept.refused", 0, "1").beside(0))
          .add(Figure.of("process.events", 1_234_567, "1/s"));

  @Test
  void json_is_one_object_with_null_where_there_is_no_floor() {
    assertThat(FiguresJson.of(figures))
        .isEqualTo(
            """
            {"figures":[\
            {"name":"accept.posts","value":1500,"unit":"1/s","baseline":3000,"ratio":0.5},\
            {"name":"accept.p99","value":12.3457,"unit":"ms","baseline":null,"ratio":null},\
            {"name":"accept.refused","value":0,"unit":"1","baseline":0,"ratio":null},\
            {"name":"process.events","value":1234570,"unit":"1/s","baseline":null,"ratio":null}]}""");
  }

  @Test
  void the_table_is_aligned() {
    assertThat(FiguresTable.of(figures))
        .isEqualTo(
            """
            FIGURE              VALUE  UNIT  FLOOR  RATIO
            accept.posts        1,500  1/s   3,000   0.50
            accept.p99          12.35  ms
            accept.refused       0.00  1      0.00
            process.events  1,234,567  1/s
            """);
  }

  @Test
  void a_figure_is_a_number_with_a_name() {
    assertThatThrownBy(() -> Figure.of("Accept", 1, "1/s"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Figure.of("accept", Double.NaN, "1/s"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> figures.add(Figure.of("accept.p99", 1, "ms")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
