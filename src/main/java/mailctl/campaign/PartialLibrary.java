package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mailctl.audience.OrganizationId;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.message.Part;
import mailctl.message.Partials;

/// The partials of an organization, as operators write them. A change reaches every email that has
/// not started; one that would break any of them is refused, and then nothing has changed.
public final class PartialLibrary {
  private final InstantSource clock;
  private final PartialStore store = new PartialStore();
  private final ContentRules rules = new ContentRules();

  public PartialLibrary(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
  }

  public List<Partial> list(Tx tx, OrganizationId organization) {
    return store.list(tx, organization);
  }

  /// @throws Refusal of kind NOT_FOUND
  public Partial show(Tx tx, OrganizationId organization, String name) {
    return store
        .find(tx, organization, name)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "there is no partial '" + name + "'",
                    "mailctl partial list"));
  }

  /// Adds it, or replaces the one of that name.
  ///
  /// @return how many emails that have not started include something
  public int save(Tx tx, OrganizationId organization, Partial partial) {
    Map<String, Partials.Source> all = new HashMap<>(store.of(tx, organization).sources());
    all.put(partial.name(), partial.source());
    Partials after = Partials.of(all);
    for (Part part : List.of(Part.HTML, Part.TEXT)) {
      rules.refuseUnlessSound(part, partial, after);
    }
    List<ScheduledEmail> includers = store.includers(tx, organization);
    includers.forEach(email -> refuseIfBroken(email, after));
    store.save(tx, organization, partial, clock.instant());
    return includers.size();
  }

  /// @throws Refusal of kind CONFLICT while an email that has not started includes it
  public void delete(Tx tx, OrganizationId organization, String name) {
    show(tx, organization, name);
    Map<String, Partials.Source> rest = new HashMap<>(store.of(tx, organization).sources());
    rest.remove(name);
    Partials after = Partials.of(rest);
    store.includers(tx, organization).forEach(email -> refuseIfBroken(email, after));
    for (Partial other : store.list(tx, organization)) {
      if (!other.name().equals(name)) {
        rules.refuseUnlessSound(Part.HTML, other, after);
        rules.refuseUnlessSound(Part.TEXT, other, after);
      }
    }
    store.delete(tx, organization, name);
  }

  private void refuseIfBroken(ScheduledEmail email, Partials after) {
    List<ContentRules.Problem> problems = rules.problems(email.kind(), email.content(), after);
    if (!problems.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          Schedule.name(email) + " could not be sent then: " + problems.getFirst().words(),
          "mailctl schedule edit " + email.id());
    }
  }
}
