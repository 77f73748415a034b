package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          send --id 42                                   | send --id 42
          suppression add kim@a.example --note rang      | suppression add k…@a.example --note …
          suppression add kim@a.example --note=rang      | suppression add k…@a.example --note=…
          registration update 7 --field name=Kim         | registration update 7 --field name=…
          registration update 7 --field=attributes.x=Kim | registration update 7 --field=attributes.x=…
          report --mail-to=ann@a.example,bo@b.example    | report --mail-to=a…@a.example,b…@b.example
          --set=sendgrid.api-key=SG.x send               | --set=sendgrid.api-key=*** send
          """)
  void nothing_personal_or_secret_is_kept(String given, String kept) {
    assertThat(Arguments.shown(List.of(given.split(" ")))).isEqualTo(kept);
  }
}
