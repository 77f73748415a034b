package mailctl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "<a href=\"https://x.example/?a=1&amp;b=2\">x</a> ~ ``",
        "<a href=\"mailto:a@x.example\">x</a><a href='#top'>x</a><a href=tel:1>x</a> ~ ``",
        "<a name=\"top\">x</a> ~ ``",
        "<a href=\"#\">x</a> ~ link",
        "<a href=\"\">x</a> ~ link",
        "<a href=\"mailto:\">x</a> ~ link",
        "<a href=\"https:///x\">x</a> ~ link",
        "<a href=\"javascript:x()\">x</a> ~ link",
        "<img alt=\"\" src=\"https://x.example/a.png\"> ~ ``",
        "<img alt=\"\"> ~ link",
        "<script>x</script> ~ script",
      })
  void links_and_images_are_looked_at(String html, String code) {
    RenderedMessage message = new RenderedMessage("Subject", Optional.of(html), "text");

    assertThat(Lint.check(message, true).stream().map(Lint.Finding::code).toList())
        .isEqualTo(code.isEmpty() ? java.util.List.of() : java.util.List.of(code));
  }

  @ParameterizedTest
  @CsvSource({"'', subject", "'  ', subject", "short, ''"})
  void a_subject_is_there_and_short(String subject, String code) {
    assertThat(Lint.check(new RenderedMessage(subject, Optional.empty(), "text"), true))
        .hasSize(code.isEmpty() ? 0 : 1);
    assertThat(Lint.check(new RenderedMessage("x".repeat(79), Optional.empty(), "t"), true))
        .hasSize(1);
  }
}
