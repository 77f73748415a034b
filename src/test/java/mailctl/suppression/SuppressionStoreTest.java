package mailctl.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mailctl.audience.EventId;
import mailctl.audience.OrganizationId;
import mailctl.database.Tx;
import mailctl.support.TestDatabase;
import mailctl.support.TestPeople;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SuppressionStoreTest {
  private static final Instant MONDAY = Instant.parse("2026-11-02T09:30:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final SuppressionStore suppressions = new SuppressionStore();

  @Test
  void the_same_evidence_suppresses_once() {
    Suppression optOut = suppression("Kim@Example.org", new Scope.Global(), "event 1");

    assertThat(add(optOut, optOut)).isEqualTo(1);
    assertThat(add(optOut)).isZero();
    assertThat(add(suppression("kim@example.ORG", new Scope.Global(), "event 1"))).isZero();
    assertThat(add(suppression("kim@example.org", new Scope.Global(), "event 2"))).isEqualTo(1);
    assertThat(add()).isZero();
  }

  @Test
  void an_entry_comes_back_as_it_was_given_in_lower_case() {
    OrganizationId organization =
        db.database().transaction(tx -> TestPeople.organization(tx, "market"));
    add(suppression("Kim@Example.org", new Scope.Organization(organization.value()), "event 1"));

    assertThat(of(" KIM@example.org"))
        .extracting(SuppressionEntry::suppression)
        .containsExactly(
            suppression(
                "kim@example.org", new Scope.Organization(organization.value()), "event 1"));
    assertThat(active()).hasSize(1);
  }

  @Test
  void a_replay_never_suppresses_again_what_a_person_lifted() {
    Suppression optOut = suppression("kim@example.org", new Scope.Global(), "event 1");
    add(optOut);

    assertThat(lift("KIM@example.org", new Scope.Global())).isEqualTo(1);
    assertThat(lift("kim@example.org", new Scope.Global())).isZero();
    assertThat(add(optOut)).isZero();
    assertThat(isSuppressed("kim@example.org", 1, 1)).isFalse();
    assertThat(active()).isEmpty();
    assertThat(of("kim@example.org"))
        .extracting(SuppressionEntry::lifted)
        .singleElement()
        .satisfies(
            lifted -> assertThat(lifted).contains(new SuppressionEntry.Lifted(MONDAY, "operator")));
  }

  @Test
  void a_scope_reaches_its_own_events_only() {
    record Ids(OrganizationId organization, EventId event, EventId other, EventId foreign) {}
    Ids ids =
        db.database()
            .transaction(
                tx -> {
                  OrganizationId organization = TestPeople.organization(tx, "market");
                  return new Ids(
                      organization,
                      TestPeople.liveEvent(tx, organization, "winter"),
                      TestPeople.liveEvent(tx, organization, "summer"),
                      TestPeople.liveEvent(tx, TestPeople.organization(tx, "circus"), "show"));
                });
    long market = ids.organization().value();
    long circus = market + 1;
    add(
        suppression("all@x.example", new Scope.Global(), "1"),
        suppression("org@x.example", new Scope.Organization(market), "1"),
        suppression("event@x.example", new Scope.Event(ids.event().value()), "1"));

    assertThat(isSuppressed("ALL@x.example", circus, ids.foreign().value())).isTrue();
    assertThat(isSuppressed("org@x.example", market, ids.other().value())).isTrue();
    assertThat(isSuppressed("org@x.example", circus, ids.foreign().value())).isFalse();
    assertThat(isSuppressed("event@x.example", market, ids.event().value())).isTrue();
    assertThat(isSuppressed("event@x.example", market, ids.other().value())).isFalse();
    assertThat(isSuppressed("nobody@x.example", market, ids.event().value())).isFalse();
    assertThat(lift("event@x.example", new Scope.Global())).isZero();
    assertThat(lift("event@x.example", new Scope.Event(ids.event().value()))).isEqualTo(1);
  }

  @Test
  void many_are_added_in_one_statement() {
    List<Suppression> many =
        IntStream.range(0, 5_000)
            .mapToObj(i -> suppression("p" + i + "@x.example", new Scope.Global(), "import"))
            .toList();

    assertThat(add(many.toArray(Suppression[]::new))).isEqualTo(5_000);
    assertThat(active()).hasSize(10);
  }

  @Test
  void what_is_no_address_cannot_be_suppressed() {
    assertThat(Suppression.isAddress("")).isFalse();
    assertThat(Suppression.isAddress("@x")).isFalse();
    assertThat(Suppression.isAddress("x@")).isFalse();
    assertThat(Suppression.isAddress("x@y")).isTrue();
    assertThatThrownBy(() -> suppression("x", new Scope.Global(), "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Suppression suppression(String email, Scope scope, String evidence) {
    return new Suppression(
        email,
        scope,
        SuppressionReason.UNSUBSCRIBED,
        SuppressionSource.PROVIDER_EVENT,
        evidence,
        MONDAY);
  }

  @Test
  void what_is_known_of_many_is_what_is_known_of_each() {
    add(
        suppression("kim@a.example", new Scope.Global(), "one"),
        suppression("kim@a.example", new Scope.Global(), "two"),
        suppression("lee@a.example", new Scope.Global(), "three"));

    Map<String, List<SuppressionEntry>> known =
        db.database()
            .transaction(tx -> suppressions.of(tx, List.of(" Kim@a.example", "max@a.example")));
    assertThat(known).isEqualTo(Map.of("kim@a.example", of("kim@a.example")));
  }

  private int add(Suppression... given) {
    return db.database().transaction(tx -> suppressions.add(tx, List.of(given)));
  }

  private List<SuppressionEntry> active() {
    return db.database().transaction(tx -> suppressions.list(tx, 0, 10));
  }

  private List<SuppressionEntry> of(String email) {
    return db.database().transaction(tx -> suppressions.of(tx, email));
  }

  private int lift(String email, Scope scope) {
    return db.database()
        .transaction(
            tx ->
                suppressions.lift(
                    tx,
                    suppressions.of(tx, email).stream()
                        .filter(entry -> entry.suppression().scope().equals(scope))
                        .map(SuppressionEntry::id)
                        .toList(),
                    "operator",
                    MONDAY));
  }

  private boolean isSuppressed(String email, long organization, long event) {
    return db.database().transaction(tx -> isSuppressed(tx, email, organization, event));
  }

  private static boolean isSuppressed(Tx tx, String email, long organization, long event) {
    boolean is =
        tx.dsl()
            .select(
                DSL.field(
                    SuppressionStore.isSuppressed(
                        DSL.val(email), DSL.val(organization), DSL.val(event))))
            .fetchSingle()
            .value1();
    boolean explained =
        !tx.dsl()
            .fetch(
                SuppressionStore.suppressedBecause(
                    DSL.val(email), DSL.val(organization), DSL.val(event)))
            .isEmpty();
    assertThat(explained).isEqualTo(is);
    return is;
  }
}
