package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import mailctl.audience.EventId;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Fills the schedule of an event from a template: one email for each enabled item, and never a
/// second one for the same item, however often this runs.
public final class Generation {
  /// Which items of the template; all of them when nothing is said.
  public record Selection(SortedSet<String> categories, SortedSet<Integer> positions) {
    public static final Selection ALL = new Selection(new TreeSet<>(), new TreeSet<>());

    boolean takes(int position, CampaignTemplate.Item item) {
      return (positions.isEmpty() || positions.contains(position))
          && (categories.isEmpty() || categories.contains(key(item.category())));
    }

    private static String key(String category) {
      return category.strip().toLowerCase(Locale.ROOT);
    }
  }

  public enum Outcome {
    MADE,
    /// An email was made from this item before.
    THERE,
    /// The item is not enabled.
    DISABLED,
    /// The event has an email of that name that was not made from this item.
    NAME_TAKEN
  }

  /// What became of one item.
  ///
  /// @param email the one that was made, or that was there; none for a disabled item
  public record Line(int position, String name, Outcome outcome, Optional<ScheduledEmail> email) {
    public Line {
      requireNonNull(name, "name is null");
      requireNonNull(outcome, "outcome is null");
      requireNonNull(email, "email is null");
    }
  }

  public record Result(EventInZone event, CampaignTemplate template, List<Line> lines) {
    public Result {
      requireNonNull(event, "event is null");
      requireNonNull(template, "template is null");
      lines = List.copyOf(lines);
    }

    public List<Line> of(Outcome outcome) {
      return lines.stream().filter(line -> line.outcome() == outcome).toList();
    }
  }

  private final InstantSource clock;
  private final ScheduleLocks locks;
  private final ScheduledEmailStore emails = new ScheduledEmailStore();
  private final PartialStore partials = new PartialStore();
  private final ScheduleStore schedule = new ScheduleStore();
  private final TemplateStore templates = new TemplateStore();
  private final TemplateItemStore items = new TemplateItemStore();
  private final ContentRules rules = new ContentRules();

  public Generation(
      InstantSource clock,
      DatabaseLocation location,
      EventStore events,
      OrganizationStore organizations) {
    this.clock = requireNonNull(clock, "clock is null");
    this.locks = new ScheduleLocks(location, events, organizations, emails);
  }

  /// @param template its id, or none for the default one of the event's organization
  /// @throws Refusal when there is no such template, when the selection names what it does not
  ///   have, or when one of its emails could not be sent
  public Result generate(Tx tx, EventId eventId, Optional<Long> template, Selection selection) {
    EventInZone event = locks.event(tx, eventId);
    long id = template.orElseGet(() -> defaultOf(tx, event));
    templates.lock(tx, id);
    CampaignTemplate found = templates.find(tx, id).orElseThrow();
    List<TemplateItemStore.Stored> stored = items.list(tx, id);
    check(selection, stored);
    Map<Long, ScheduledEmail> made = new HashMap<>();
    Map<String, ScheduledEmail> named = new HashMap<>();
    Map<ScheduledEmailId, TemplateItemStore.Stored> from = items.ofEmails(tx, eventId);
    for (ScheduledEmail email : schedule.list(tx, Optional.of(eventId), Set.of())) {
      named.put(email.name(), email);
      if (from.containsKey(email.id())) {
        made.put(from.get(email.id()).id(), email);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (TemplateItemStore.Stored item : stored) {
      if (selection.takes(item.position(), item.item())) {
        lines.add(line(tx, event, item, made, named));
      }
    }
    return new Result(event, found, lines);
  }

  private Line line(
      Tx tx,
      EventInZone event,
      TemplateItemStore.Stored item,
      Map<Long, ScheduledEmail> made,
      Map<String, ScheduledEmail> named) {
    Optional<ScheduledEmail> there = Optional.ofNullable(made.get(item.id()));
    if (there.isPresent()) {
      return new Line(item.position(), item.name(), Outcome.THERE, there);
    }
    if (!item.item().enabled()) {
      return new Line(item.position(), item.name(), Outcome.DISABLED, Optional.empty());
    }
    Optional<ScheduledEmail> other = Optional.ofNullable(named.get(item.name()));
    if (other.isPresent()) {
      return new Line(item.position(), item.name(), Outcome.NAME_TAKEN, other);
    }
    ScheduledEmail email = make(tx, event, item);
    return new Line(item.position(), item.name(), Outcome.MADE, Optional.of(email));
  }

  private ScheduledEmail make(Tx tx, EventInZone event, TemplateItemStore.Stored item) {
    Draft draft;
    try {
      draft = rules.check(item.item().draft(), partials.of(tx, event.event().id()));
    } catch (Refusal e) {
      throw new Refusal(
          e.kind(),
          "email %d '%s' of the template: %s"
              .formatted(item.position(), item.name(), e.getMessage()),
          e.hint());
    }
    Instant now = clock.instant();
    Standing standing = event.standing(draft.trigger());
    ScheduledEmailId id =
        emails.insert(tx, event.event().id(), draft, Optional.of(item.id()), standing, now);
    // What is overdue already waits for a person; nobody wrote it for today.
    if (standing.isOverdue(now)) {
      emails.hold(tx, id, StatusReason.Hold.LATE, now);
    }
    return locks.find(tx, id);
  }

  private long defaultOf(Tx tx, EventInZone event) {
    return templates
        .findDefault(tx, event.organization().id())
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    event.organization().slug() + " has no default template",
                    "--template TEMPLATE, or mailctl template default TEMPLATE"));
  }

  private static void check(Selection selection, List<TemplateItemStore.Stored> items) {
    for (int position : selection.positions()) {
      if (position < 1 || position > items.size()) {
        throw new Refusal(
            Refusal.Kind.USAGE,
            "the template has %d emails, not %d".formatted(items.size(), position));
      }
    }
    SortedSet<String> known = new TreeSet<>();
    items.forEach(item -> known.add(Selection.key(item.item().category())));
    known.remove("");
    for (String category : selection.categories()) {
      if (!known.contains(category)) {
        throw new Refusal(
            Refusal.Kind.USAGE,
            known.isEmpty()
                ? "the template has no categories"
                : Nearest.hint("the template has no category '" + category + "'", category, known));
      }
    }
  }
}
