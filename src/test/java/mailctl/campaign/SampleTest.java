package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import mailctl.audience.RegistrationCsv;
import org.junit.jupiter.api.Test;

final class SampleTest {
  @Test
  void the_vendors_of_the_sample_are_three_hundred_without_a_problem() throws IOException {
    RegistrationCsv vendors = RegistrationCsv.read(sample("vendors.csv"));

    assertThat(vendors.problems()).isEmpty();
    assertThat(vendors.size()).isEqualTo(300);
  }

  @Test
  void the_sample_mails_nobody_outside_the_domains_that_are_kept_for_examples() throws IOException {
    String vendors = new String(sample("vendors.csv"), StandardCharsets.UTF_8);

    assertThat(vendors.lines().skip(1))
        .allMatch(line -> line.matches("[a-z0-9.+-]+@([a-z-]+\\.)*example\\.(com|org|net),.*"));
  }

  @Test
  void the_sample_has_addresses_that_the_sandbox_reacts_to() throws IOException {
    String vendors = new String(sample("vendors.csv"), StandardCharsets.UTF_8);

    for (String reaction :
        new String[] {
          "hard-bounce",
          "blocked-mailbox-full",
          "blocked-technical",
          "deferred",
          "dropped-invalid",
          "spam",
          "unsubscribe"
        }) {
      assertThat(vendors).contains("\n" + reaction + "+");
    }
  }

  private static byte[] sample(String name) throws IOException {
    try (InputStream in = SampleTest.class.getResourceAsStream("/samples/" + name)) {
      return in.readAllBytes();
    }
  }
}
