package mailctl.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import mailctl.database.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecipientFilterTest {
  @Test
  void json_maps_and_pairs_say_the_same() {
    RecipientFilter json =
        RecipientFilter.ofJson(
            """
            {"status": ["approved", "confirmed"], "category": "Food", "attributes.size": "L"}""");

    assertThat(
            RecipientFilter.of(
                Map.of(
                    "status", List.of("Approved", "confirmed"),
                    "category", "Food",
                    "attributes", Map.of("size", "L"))))
        .isEqualTo(json);
    assertThat(
            RecipientFilter.ofPairs(
                List.of(
                    "status=approved", "status=confirmed", "category=Food", "attributes.size=L")))
        .isEqualTo(json)
        .hasToString("status=approved,confirmed category=Food attributes.size=L");
    assertThat(RecipientFilter.ofJson(json.toJson())).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "paymentStatus, paid, payment_status",
    "Payment-Status, PAID, payment_status",
    "excludeStatus, Cancelled, exclude_status",
    "Category, Food, category"
  })
  void both_spellings_of_a_key_mean_the_same(String key, String value, String canonical) {
    assertThat(RecipientFilter.of(Map.of(key, value)).toMap()).containsOnlyKeys(canonical);
  }

  @Test
  void numbers_and_booleans_are_texts() {
    assertThat(RecipientFilter.ofJson("{\"attributes.booth\": [7, true]}").attributes())
        .containsEntry("booth", new java.util.TreeSet<>(List.of("7", "true")));
  }

  @Test
  void nothing_said_is_everyone() {
    assertThat(RecipientFilter.ofJson("{}")).isEqualTo(RecipientFilter.EVERYONE);
    assertThat(RecipientFilter.ofPairs(List.of()).isEveryone()).isTrue();
    assertThat(RecipientFilter.EVERYONE).hasToString("everyone");
    assertThat(RecipientFilter.EVERYONE.toJson()).isEqualTo("{}");
  }

  @Test
  void every_problem_is_named_with_the_nearest_right_name() {
    Refusal refusal = refused(Map.of("statuss", "approved"));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DATA);
    assertThat(refusal).hasMessage("unknown filter key 'statuss' (did you mean 'status'?)");
    assertThat(refusal.hint()).contains("attributes.<name>");

    assertThat(refused(Map.of("status", List.of("aproved"), "payment_status", "payed")))
        .hasMessageContaining(
            "unknown status 'aproved' in filter key 'status' (did you mean 'approved'?)")
        .hasMessageContaining("unknown payment status 'payed'")
        .hasMessageContaining("(did you mean 'paid'?)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": []}",
        "{\"status\": \"\"}",
        "{\"status\": null}",
        "{\"status\": {\"a\": 1}}",
        "{\"attributes.\": \"x\"}",
        "{\"attributes\": \"x\"}",
        "{\"attribute.size\": \"x\"}",
        "{\"\": \"x\"}",
        "{\"status\": \"approved\", \"status\": \"pending\"}",
        "[]",
        "",
        "{",
        "{} {}"
      })
  void what_is_not_understood_is_never_everyone(String json) {
    assertThat(catchThrowableOfType(Refusal.class, () -> RecipientFilter.ofJson(json)))
        .isNotNull()
        .extracting(Refusal::kind)
        .isEqualTo(Refusal.Kind.DATA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "=approved", "status=", "status=approved,", "satus=approved"})
  void a_bad_pair_is_a_usage_error(String pair) {
    assertThat(catchThrowableOfType(Refusal.class, () -> RecipientFilter.ofPairs(List.of(pair))))
        .isNotNull()
        .extracting(Refusal::kind)
        .isEqualTo(Refusal.Kind.USAGE);
  }

  @Test
  void hostile_values_survive_the_way_to_json_and_back() {
    RecipientFilter filter =
        RecipientFilter.ofPairs(
            List.of("category=<b>\"O'Neil\\, Sons\"\r\n;--", "attributes.a b.c=%_\\ {{x}}"));

    assertThat(filter.categories()).containsExactly("<b>\"O'Neil, Sons\"\r\n;--");
    assertThat(RecipientFilter.ofJson(filter.toJson())).isEqualTo(filter);
  }

  private static Refusal refused(Map<String, ?> keys) {
    return catchThrowableOfType(Refusal.class, () -> RecipientFilter.of(keys));
  }
}
