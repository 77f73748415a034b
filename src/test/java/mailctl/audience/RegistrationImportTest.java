package mailctl.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import mailctl.support.TestPeople;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationImportTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final RegistrationStore registrations =
      new RegistrationStore(new DatabaseLocation("the test database", false));
  private EventId event;

  @BeforeEach
  void anEvent() {
    event = db.database().transaction(TestPeople::liveEvent);
  }

  @Test
  void columns_are_found_by_their_headers_and_the_rest_become_attributes() {
    importing(
        """
        Email Address,First Name,Last-Name,COMPANY,Registered On,status,Payment Status,Booth Size
        Kim@Example.org,Kim,Doe,<b>O'Neil & Sons</b>,2026-03-31,Approved,paid,XL
        """);

    Registration kim = find("kim@example.org");
    assertThat(kim.email()).isEqualTo("Kim@Example.org");
    assertThat(kim.name()).isEqualTo("Kim Doe");
    assertThat(kim.businessName()).isEqualTo("<b>O'Neil & Sons</b>");
    assertThat(kim.registeredOn()).contains(LocalDate.of(2026, 3, 31));
    assertThat(kim.status()).isEqualTo(RegistrationStatus.APPROVED);
    assertThat(kim.paymentStatus()).isEqualTo(PaymentStatus.PAID);
    assertThat(kim.attributes()).isEqualTo(Map.of("booth_size", "XL"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void any_usual_separator_will_do_and_a_byte_order_mark_does_no_harm(String separator) {
    importing("\uFEFFemail,name\r\nkim@x.example,Zoë\r\n".replace(",", separator));

    assertThat(find("kim@x.example").name()).isEqualTo("Zoë");
  }

  @Test
  void quoted_line_breaks_quotes_and_hostile_texts_are_kept() {
    importing(
        """
        email,name,note
        kim@x.example,"{{unsubscribe_link}} [unsubscribeLink]","He said ""no"",
        and left"
        """);

    assertThat(find("kim@x.example").name()).isEqualTo("{{unsubscribe_link}} [unsubscribeLink]");
    assertThat(find("kim@x.example").attributes())
        .containsEntry("note", "He said \"no\",\nand left");
  }

  @Test
  void every_bad_row_is_named_and_nothing_is_imported() {
    Refusal refusal =
        refused(
            """
            email,status,registered_on,note
            good@x.example,approved,2026-01-01,"two
            lines"
            ,approved,,
            no-address,aproved,2026-02-30,
            GOOD@x.example,approved,,
            late@x.example,approved,31/03/2026,
            many@x.example,approved,,a,b
            """);

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DATA);
    assertThat(String.valueOf(refusal.getMessage()).lines())
        .containsExactly(
            "people.csv: 5 problems, nothing was imported",
            "  line 4: the email address is missing",
            "  line 5: 'no-address' is not an email address; unknown status 'aproved' (did you mean"
                + " 'approved'?); there are invited, pending, approved, waitlisted, rejected,"
                + " confirmed, cancelled; '2026-02-30' is not a date (write it as 2026-03-31)",
            "  line 6: 'GOOD@x.example' stands on line 2 already",
            "  line 7: '31/03/2026' is not a date (write it as 2026-03-31)",
            "  line 8: too many columns: 5 instead of 4");
    assertThat(count()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                 | line 1: the file is empty",
        "name,phone\\nKim,1                 | line 1: there is no email column among name, phone",
        "email,E-Mail\\na@x.example,b       | line 1: columns 'email' and 'E-Mail' mean the same",
        "email,size,Size\\na@x.example,1,2  | line 1: columns 'size' and 'Size' mean the same",
        "email,\\na@x.example,1             | line 2: column 2 has a value and no header",
        "email,x\\na@x.example,\\0          | line 2: a NUL character",
        "email,x\\na@x.example,\"b\" c      | line 2: not CSV"
      })
  void a_file_that_cannot_be_understood_says_why(String content, String reason) {
    assertThat(refused(content.replace("\\n", "\n").replace("\\0", "\0")).getMessage())
        .contains(reason);
  }

  @Test
  void bytes_that_are_not_utf8_are_an_error_with_their_line() {
    Refusal latin1 =
        refused("email,name\na@x.example,Zoe\nb@x.example,Zoë\n", StandardCharsets.ISO_8859_1);
    assertThat(latin1).hasMessageContaining("line 3: the bytes are not UTF-8");
    assertThat(refused("email\na@x.example\n", StandardCharsets.UTF_16))
        .hasMessageContaining("line 1: the bytes are not UTF-8");
    Refusal cut =
        refused("email,name\na@x.example,Zo\u00c3".concat(""), StandardCharsets.ISO_8859_1);
    assertThat(cut).hasMessageContaining("line 2: the bytes are not UTF-8");
  }

  @Test
  void importing_again_updates_instead_of_doubling() {
    String file = "email,name,category,size\na@x.example,A,Food,L\nb@x.example,B,Food,\n";
    assertThat(importing(file)).isEqualTo(new ImportedRegistrations(2, 0, 0));
    assertThat(importing(file)).isEqualTo(new ImportedRegistrations(0, 0, 2));

    String changed = "email,category,size\nA@x.example,,S\nb@x.example,Food,\nc@x.example,Food,M\n";
    assertThat(importing(changed)).isEqualTo(new ImportedRegistrations(1, 1, 1));

    assertThat(find("a@x.example").name()).isEqualTo("A");
    assertThat(find("a@x.example").category()).isEmpty();
    assertThat(find("a@x.example").attributes()).isEqualTo(Map.of("size", "S"));
    assertThat(count()).isEqualTo(3);
  }

  @Test
  void what_the_file_does_not_say_stays() {
    db.database()
        .run(
            tx ->
                TestPeople.registration(
                    tx,
                    event,
                    "a@x.example",
                    "confirmed",
                    "Food",
                    "paid",
                    "{\"booth\": 7, \"size\": \"L\"}"));

    assertThat(importing("email,status,size\na@x.example,,\n"))
        .isEqualTo(new ImportedRegistrations(0, 1, 0));

    assertThat(find("a@x.example").status()).isEqualTo(RegistrationStatus.CONFIRMED);
    assertThat(find("a@x.example").paymentStatus()).isEqualTo(PaymentStatus.PAID);
    assertThat(find("a@x.example").attributes()).isEqualTo(Map.of("booth", "7"));
  }

  @Test
  void rows_keep_the_order_of_the_file_over_many_batches() {
    String file =
        IntStream.range(0, 25_000)
            .mapToObj(i -> "p" + (i * 7919 % 25_000) + "@x.example,Food,L\n")
            .collect(Collectors.joining("", "email,category,size\n", ""));

    assertThat(importing(file)).isEqualTo(new ImportedRegistrations(25_000, 0, 0));
    assertThat(importing(file)).isEqualTo(new ImportedRegistrations(0, 0, 25_000));

    List<Registration> first =
        db.database()
            .transaction(tx -> registrations.list(tx, event, RecipientFilter.EVERYONE, 3, 0));
    assertThat(first)
        .extracting(Registration::email)
        .containsExactly("p0@x.example", "p7919@x.example", "p15838@x.example");
  }

  private ImportedRegistrations importing(String content) {
    return importing(content, StandardCharsets.UTF_8);
  }

  private ImportedRegistrations importing(String content, Charset charset) {
    RegistrationCsv csv = RegistrationCsv.read(content.getBytes(charset));
    return db.database()
        .transaction(tx -> new RegistrationImport().run(tx, event, "people.csv", csv));
  }

  private Refusal refused(String content) {
    return refused(content, StandardCharsets.UTF_8);
  }

  private Refusal refused(String content, Charset charset) {
    return catchThrowableOfType(Refusal.class, () -> importing(content, charset));
  }

  private Registration find(String email) {
    Optional<Registration> found =
        db.database().transaction(tx -> registrations.find(tx, event, email));
    return found.orElseThrow();
  }

  private int count() {
    return db.database()
        .transaction(tx -> registrations.list(tx, event, RecipientFilter.EVERYONE, 100, 0))
        .size();
  }
}
