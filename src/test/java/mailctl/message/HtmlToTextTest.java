package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HtmlToTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>one</p><p>two</p>                              | one\\n\\ntwo",
        "a<br>b<br/>c                                      | a\\nb\\nc",
        "<ul><li>x</li><li>y</li></ul>z                    | - x\\n- y\\n\\nz",
        "<a href='https://x.example'>here</a>              | here (https://x.example)",
        "<a href='https://x.example'>x.example</a>         | x.example",
        "<a href='mailto:a@x.example'>a@x.example</a>      | a@x.example",
        "<a href=https://x.example/><img alt='Go'></a>     | Go (https://x.example/)",
        "<style>a{b:c}</style>x<script>1<2</script>y       | xy",
        "<html><head><title>t</title></head><body>b        | b",
        "<!-- no -->a &amp; b &lt;b&gt; &#8364; &#x41;     | a & b <b> € A",
        "<p title='a>b'>c</p>                              | c",
        "1 < 2 and 3 > 2                                   | 1 < 2 and 3 > 2",
        "&unknown; &nbsp; &amp;lt;                         | &unknown; &lt;"
      })
  void structure_and_links_survive(String html, String text) {
    assertThat(HtmlToText.convert(html).replace("\n", "\\n").replaceAll(" +", " ")).isEqualTo(text);
  }

  @Test
  void rubbish_is_converted_too() {
    Random random = new Random(3);
    String alphabet = "<>/a p!-\"'=&#;x1\n\uE000\uE001{}";
    for (int round = 0; round < 2_000; round++) {
      StringBuilder html = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        html.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThatCode(() -> HtmlToText.convert(html.toString())).doesNotThrowAnyException();
    }
  }

  @Test
  void long_and_hostile_input_takes_no_time() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          HtmlToText.convert("<a ".repeat(5_000));
          HtmlToText.convert("<p " + "x='1' ".repeat(20_000) + ">");
          HtmlToText.convert("<!--".repeat(5_000));
          HtmlToText.convert("word <b>bold</b> ".repeat(50_000));
        });
  }
}
