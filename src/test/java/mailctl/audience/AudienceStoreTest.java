package mailctl.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import mailctl.database.Tx;
import mailctl.support.TestDatabase;
import mailctl.support.TestPeople;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;
import mailctl.suppression.SuppressionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AudienceStoreTest {
  private static final List<String> STATUSES =
      List.of("invited", "pending", "approved", "waitlisted", "rejected", "confirmed", "cancelled");
  private static final List<String> PAYMENTS =
      List.of("unpaid", "pending", "paid", "overdue", "refunded", "waived");
  private static final List<String> CATEGORIES =
      List.of("Food", "FOOD", "Crafts", "<b>O'Neil</b>", "");
  private static final List<String> SIZES =
      List.of("\"L\"", "\"l\"", "7", "true", "null", "[1, 2]");

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final AudienceStore audience = new AudienceStore();

  private record Person(
      long id, String email, String status, String category, String payment, String size) {}

  @Test
  void count_list_and_select_agree_for_random_audiences_and_every_filter_key() {
    Random random = new Random(20261124);
    EventId event = db.database().transaction(TestPeople::liveEvent);
    List<Person> people = db.database().transaction(tx -> populate(tx, event, random));
    Set<String> suppressed =
        people.stream()
            .filter(person -> person.id() % 5 == 0)
            .map(person -> person.email().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    db.database().run(tx -> suppress(tx, suppressed));

    for (int round = 0; round < 150; round++) {
      Map<String, Object> keys = randomKeys(random, people);
      RecipientFilter filter = RecipientFilter.of(keys);
      List<Person> expected = people.stream().filter(person -> isSelected(person, keys)).toList();
      db.database().run(tx -> assertAgree(tx, event, filter, expected, suppressed));
    }
  }

  private void assertAgree(
      Tx tx, EventId event, RecipientFilter filter, List<Person> expected, Set<String> suppressed) {
    List<Long> ids = expected.stream().map(Person::id).toList();
    long skipped =
        expected.stream()
            .filter(person -> suppressed.contains(person.email().toLowerCase(Locale.ROOT)))
            .count();

    List<AudienceMember> listed = pages(tx, event, filter);
    AudienceCount count = audience.count(tx, event, filter);

    assertThat(listed)
        .as(filter.toString())
        .extracting(member -> member.registration().value())
        .containsExactlyElementsOf(ids);
    assertThat(audience.select(tx, event, filter).fetch(AudienceStore.REGISTRATION_ID))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(count.total()).isEqualTo(ids.size());
    assertThat(count.skippedInAll()).isEqualTo(skipped);
    assertThat(listed.stream().filter(AudienceMember::isIncluded).count())
        .isEqualTo(count.included());
    assertThat(audience.list(tx, event, RecipientFilter.ofJson(filter.toJson()), 1000, 0))
        .isEqualTo(listed);
    assertThat(listed)
        .allSatisfy(
            member ->
                assertThat(audience.find(tx, event, filter, member.registration()))
                    .contains(member));
  }

  private List<AudienceMember> pages(Tx tx, EventId event, RecipientFilter filter) {
    List<AudienceMember> all = new ArrayList<>();
    List<AudienceMember> page;
    long after = 0;
    do {
      page = audience.list(tx, event, filter, 17, after);
      all.addAll(page);
      after = page.isEmpty() ? after : page.getLast().registration().value();
    } while (page.size() == 17);
    return all;
  }

  private static List<Person> populate(Tx tx, EventId event, Random random) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String email = "Person" + i + "@Example.org";
      String status = any(random, STATUSES);
      String category = any(random, CATEGORIES);
      String payment = any(random, PAYMENTS);
      String size = any(random, SIZES);
      String attributes = i % 7 == 0 ? "{}" : "{\"size\": " + size + "}";
      long id =
          TestPeople.registration(tx, event, email, status, category, payment, attributes).value();
      String text = i % 7 == 0 || size.equals("null") ? "" : size.replace("\"", "");
      people.add(new Person(id, email, status, category, payment, text));
    }
    return people;
  }

  private static Map<String, Object> randomKeys(Random random, List<Person> people) {
    Map<String, Object> keys = new HashMap<>();
    if (random.nextInt(3) == 0) {
      keys.put(
          "status", List.of(any(random, STATUSES).toUpperCase(Locale.ROOT), any(random, STATUSES)));
    }
    if (random.nextInt(3) == 0) {
      keys.put("exclude_status", List.of(any(random, STATUSES), any(random, STATUSES)));
    }
    if (random.nextInt(3) == 0) {
      keys.put("payment_status", List.of(any(random, PAYMENTS), any(random, PAYMENTS)));
    }
    if (random.nextInt(4) == 0) {
      keys.put(
          "category", List.of(any(random, List.of("food", "cRAFTs", "<B>o'neil</b>", "no such"))));
    }
    if (random.nextInt(4) == 0) {
      keys.put(
          "email",
          people.stream()
              .filter(_ -> random.nextBoolean())
              .map(p -> p.email().toLowerCase(Locale.ROOT))
              .toList());
    }
    if (random.nextInt(4) == 0) {
      keys.put(
          "attributes.size", List.of(any(random, List.of("l", "7", "TRUE", "[1, 2]", "none"))));
    }
    return keys;
  }

  /// The filter's rules, said a second time.
  private static boolean isSelected(Person person, Map<String, Object> keys) {
    return keys.entrySet().stream()
        .allMatch(
            key -> {
              String actual =
                  switch (key.getKey()) {
                    case "status", "exclude_status" -> person.status();
                    case "payment_status" -> person.payment();
                    case "category" -> person.category();
                    case "email" -> person.email();
                    default -> person.size();
                  };
              boolean found =
                  ((List<?>) key.getValue())
                      .stream().anyMatch(value -> actual.equalsIgnoreCase(value.toString()));
              return found != key.getKey().equals("exclude_status");
            });
  }

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @Test
  void who_is_skipped_is_listed_with_the_reason() {
    EventId event = db.database().transaction(TestPeople::liveEvent);
    db.database()
        .run(
            tx -> {
              TestPeople.registration(tx, event, "fine+tag@x.example");
              TestPeople.registration(tx, event, "Out@x.example");
              TestPeople.registration(tx, event, "two@at@x.example");
              TestPeople.registration(tx, event, "kim@localhost");
              TestPeople.registration(tx, event, "käthe@x.example");
              TestPeople.registration(tx, event, "a".repeat(65) + "@x.example");
              suppress(tx, Set.of("out@x.example"));
            });

    List<AudienceMember> members =
        db.database().transaction(tx -> audience.list(tx, event, RecipientFilter.EVERYONE, 10, 0));

    assertThat(members)
        .extracting(AudienceMember::skipReason)
        .containsExactly(
            Optional.empty(),
            Optional.of(SkipReason.SUPPRESSED),
            Optional.of(SkipReason.INVALID_ADDRESS),
            Optional.of(SkipReason.INVALID_ADDRESS),
            Optional.of(SkipReason.INVALID_ADDRESS),
            Optional.of(SkipReason.INVALID_ADDRESS));
    assertThat(members.get(1).skipDetail()).isEqualTo("unsubscribed (global)");
    assertThat(members)
        .allSatisfy(
            member ->
                assertThat(AddressSyntax.isValid(member.email()))
                    .isEqualTo(
                        member.skipReason().filter(SkipReason.INVALID_ADDRESS::equals).isEmpty()));
    assertThat(countOfEveryone(event))
        .isEqualTo(
            new AudienceCount(
                1, Map.of(SkipReason.SUPPRESSED, 1L, SkipReason.INVALID_ADDRESS, 4L)));
  }

  @Test
  void nobody_is_left_out_without_a_word_and_other_events_stay_out() {
    EventId event = db.database().transaction(TestPeople::liveEvent);
    db.database()
        .run(
            tx -> {
              STATUSES.forEach(
                  status ->
                      TestPeople.registration(
                          tx, event, status + "@x.example", status, "", "unpaid", "{}"));
              EventId other =
                  TestPeople.liveEvent(tx, TestPeople.organization(tx, "circus"), "show");
              TestPeople.registration(tx, other, "kim@x.example");
            });

    assertThat(countOfEveryone(event)).isEqualTo(new AudienceCount(STATUSES.size(), Map.of()));
  }

  @Test
  void a_registration_that_the_filter_does_not_select_is_not_found() {
    EventId event = db.database().transaction(TestPeople::liveEvent);
    RegistrationId kim =
        db.database().transaction(tx -> TestPeople.registration(tx, event, "kim@x.example"));

    Optional<AudienceMember> found =
        db.database()
            .transaction(
                tx ->
                    audience.find(tx, event, RecipientFilter.of(Map.of("status", "pending")), kim));

    assertThat(found).isEmpty();
  }

  private AudienceCount countOfEveryone(EventId event) {
    return db.database().transaction(tx -> audience.count(tx, event, RecipientFilter.EVERYONE));
  }

  private static void suppress(Tx tx, Set<String> emails) {
    new SuppressionStore()
        .add(
            tx,
            emails.stream()
                .map(
                    email ->
                        new Suppression(
                            email,
                            new Scope.Global(),
                            SuppressionReason.UNSUBSCRIBED,
                            SuppressionSource.OPERATOR,
                            "test",
                            Instant.EPOCH))
                .toList());
  }
}
