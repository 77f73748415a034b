package mailctl.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.database.Database;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import mailctl.support.TestPeople;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class StoresTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final DatabaseLocation location = new DatabaseLocation("PostgreSQL at here", false);
  private final OrganizationStore organizations = new OrganizationStore(location);
  private final EventStore events = new EventStore(location);
  private final RegistrationStore registrations = new RegistrationStore(location);

  @Test
  void saving_again_updates_by_slug_and_says_what_happened() {
    OrganizationValues values =
        new OrganizationValues(
            "market",
            "The Market",
            "hi@market.example",
            Optional.empty(),
            ZoneId.of("Europe/Paris"));

    Saved<OrganizationId> first = saved(values);
    assertThat(first.outcome()).isEqualTo(Saved.Outcome.INSERTED);
    assertThat(saved(values)).isEqualTo(new Saved<>(first.id(), Saved.Outcome.UNCHANGED));
    assertThat(
            saved(
                new OrganizationValues(
                    "market", "Market", "hi@market.example", Optional.empty(), values.zone())))
        .isEqualTo(new Saved<>(first.id(), Saved.Outcome.UPDATED));

    Saved<EventId> event = saved(event(first.id(), "fair", Map.of("parking", "P1")));
    assertThat(saved(event(first.id(), "fair", Map.of("parking", "P1"))))
        .isEqualTo(new Saved<>(event.id(), Saved.Outcome.UNCHANGED));
    assertThat(saved(event(first.id(), "fair", Map.of("hall", "7"))).outcome())
        .isEqualTo(Saved.Outcome.UPDATED);
    assertThat(requireEvent("fair").attributes()).isEqualTo(Map.of("parking", "P1", "hall", "7"));
    assertThat(requireEvent(event.id().toString()).slug()).isEqualTo("fair");
  }

  @Test
  void an_unknown_one_says_where_it_was_looked_for() {
    Database database = db.database();

    assertThat(refused(() -> database.run(tx -> organizations.require(tx, "nobody"))))
        .hasMessage("no organization nobody in PostgreSQL at here");
    assertThat(refused(() -> database.run(tx -> events.require(tx, "42"))))
        .hasMessage("no event 42 in PostgreSQL at here");
    assertThat(refused(() -> database.run(tx -> registrations.require(tx, new RegistrationId(7)))))
        .hasMessage("no registration 7 in PostgreSQL at here")
        .extracting(Refusal::kind)
        .isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @Test
  void an_event_changes_in_the_given_fields_alone() {
    EventId id = db.database().transaction(TestPeople::liveEvent);

    db.database()
        .run(
            tx ->
                events.update(
                    tx,
                    id,
                    Map.of(
                        "event-date",
                        "2026-12-12",
                        "venue",
                        "Hall 7",
                        "attributes.parking",
                        "P1")));

    Event event = requireEvent(id.toString());
    assertThat(event.eventDate()).contains(LocalDate.of(2026, 12, 12));
    assertThat(event.venue()).isEqualTo("Hall 7");
    assertThat(event.status()).isEqualTo(EventStatus.LIVE);
    assertThat(event.attributes()).isEqualTo(Map.of("parking", "P1"));

    db.database().run(tx -> events.update(tx, id, Map.of("event_date", "")));
    assertThat(requireEvent(id.toString()).eventDate()).isEmpty();
  }

  @Test
  void a_bad_change_names_every_problem_and_changes_nothing() {
    EventId id = db.database().transaction(TestPeople::liveEvent);

    Refusal refusal =
        refused(
            () ->
                db.database()
                    .run(
                        tx ->
                            events.update(
                                tx,
                                id,
                                Map.of("titel", "x", "status", "alive", "event_date", "soon"))));

    assertThat(refusal)
        .hasMessageContaining("unknown field 'titel' (did you mean 'title'?)")
        .hasMessageContaining("status: unknown status 'alive' (did you mean 'live'?)")
        .hasMessageContaining("event_date: 'soon' is not a date");
    assertThat(
            refused(
                () ->
                    db.database()
                        .run(tx -> events.update(tx, id, Map.of("event_end_date", "2020-01-01")))))
        .hasMessage("an event cannot end before it begins");
  }

  @Test
  void events_are_listed_by_organization_and_status() {
    EventId id = db.database().transaction(TestPeople::liveEvent);
    EventId other =
        db.database()
            .transaction(
                tx -> {
                  EventId show =
                      TestPeople.liveEvent(tx, TestPeople.organization(tx, "circus"), "show");
                  events.update(tx, show, Map.of("status", "cancelled"));
                  return show;
                });
    OrganizationId circus = requireEvent("show").organization();

    assertThat(listed(new EventQuery(Optional.empty(), Optional.empty(), 0, 10)))
        .containsExactly(id, other);
    assertThat(listed(new EventQuery(Optional.of(circus), Optional.empty(), 0, 10)))
        .containsExactly(other);
    assertThat(listed(new EventQuery(Optional.empty(), Optional.of(EventStatus.LIVE), 0, 10)))
        .containsExactly(id);
  }

  @Test
  void attributes_of_other_applications_are_read_as_texts_and_keep_their_types() {
    EventId event = db.database().transaction(TestPeople::liveEvent);
    RegistrationId id =
        db.database()
            .transaction(
                tx ->
                    TestPeople.registration(
                        tx,
                        event,
                        "a@x.example",
                        "approved",
                        "",
                        "unpaid",
                        "{\"booth\": 7, \"price\": 12.50, \"vip\": true, \"gone\": null, \"tags\":"
                            + " [\"a\"]}"));

    db.database().run(tx -> registrations.update(tx, id, Map.of("attributes.size", "L")));

    assertThat(require(id).attributes())
        .isEqualTo(
            Map.of("booth", "7", "price", "12.50", "vip", "true", "tags", "[\"a\"]", "size", "L"));
    String stored =
        db.database()
            .transaction(
                tx ->
                    tx.dsl()
                        .fetchSingle("select jsonb_typeof(attributes -> 'booth') from registration")
                        .get(0, String.class));
    assertThat(stored).isEqualTo("number");
  }

  @Test
  void a_registration_cannot_take_anothers_address() {
    EventId event = db.database().transaction(TestPeople::liveEvent);
    RegistrationId kim =
        db.database().transaction(tx -> TestPeople.registration(tx, event, "kim@x.example"));
    RegistrationId ada =
        db.database().transaction(tx -> TestPeople.registration(tx, event, "ada@x.example"));

    Refusal refusal =
        refused(
            () ->
                db.database()
                    .run(tx -> registrations.update(tx, kim, Map.of("email", "ADA@x.example"))));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
    assertThat(refusal).hasMessageContaining("registration " + ada);

    db.database()
        .run(
            tx ->
                registrations.update(
                    tx, kim, Map.of("email", "Kim@x.example", "status", "", "business-name", "K")));
    assertThat(require(kim).email()).isEqualTo("Kim@x.example");
    assertThat(require(kim).status()).isEqualTo(RegistrationStatus.APPROVED);
    assertThat(require(kim).businessName()).isEqualTo("K");
    Map<RegistrationId, Registration> both =
        db.database().transaction(tx -> registrations.findAll(tx, Set.of(kim, ada)));
    assertThat(both).containsOnlyKeys(kim, ada);
  }

  private static EventValues event(
      OrganizationId organization, String slug, Map<String, String> attributes) {
    return new EventValues(
        organization,
        slug,
        "The Fair",
        "",
        EventStatus.LIVE,
        Optional.of(LocalDate.of(2026, 12, 5)),
        Optional.empty(),
        "",
        "",
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        attributes);
  }

  private Saved<OrganizationId> saved(OrganizationValues values) {
    return db.database().transaction(tx -> organizations.save(tx, values));
  }

  private Saved<EventId> saved(EventValues values) {
    return db.database().transaction(tx -> events.save(tx, values));
  }

  private Event requireEvent(String idOrSlug) {
    return db.database().transaction(tx -> events.require(tx, idOrSlug));
  }

  private Registration require(RegistrationId id) {
    return db.database().transaction(tx -> registrations.require(tx, id));
  }

  private List<EventId> listed(EventQuery query) {
    return db.database().transaction(tx -> events.list(tx, query)).stream().map(Event::id).toList();
  }

  private static Refusal refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    return catchThrowableOfType(Refusal.class, work);
  }
}
