package mailctl.campaign;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mailctl.audience.EventStatus;
import mailctl.audience.OrganizationValues;
import mailctl.audience.SendingHours;
import mailctl.database.Refusal;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a campaign file node by node, as only nodes know their lines.
final class CampaignFileReader {
  /// Forty emails as long as Gmail shows them whole, and some.
  private static final int MAX_LENGTH = 6_000_000;

  private static final List<String> SECTIONS =
      List.of("organizations", "events", "templates", "scheduled_emails");
  private static final List<String> ORGANIZATION =
      List.of("slug", "name", "email", "reply_to", "time_zone", "quiet_hours", "send_days");
  private static final List<String> EVENT =
      List.of(
          "slug",
          "organization",
          "title",
          "description",
          "status",
          "event_date",
          "event_end_date",
          "event_time",
          "venue",
          "location",
          "age_restriction",
          "application_deadline",
          "payment_deadline",
          "attributes");
  private static final List<String> STATES =
      Arrays.stream(EventStatus.values())
          .map(status -> status.name().toLowerCase(Locale.ROOT))
          .toList();
  private static final List<String> TEMPLATE =
      List.of("name", "organization", "description", "default", "emails");

  private final String name;
  private final Optional<String> organization;
  private final ImportProblems problems;
  private final DraftReader drafts;

  /// @param organization whose templates these are, whatever the file says
  CampaignFileReader(String name, Optional<String> organization) {
    this.name = name;
    this.organization = organization;
    this.problems = new ImportProblems(name);
    this.drafts = new DraftReader(problems);
  }

  CampaignFile read(String yaml) {
    Node node = compose(yaml);
    YamlMap file = new YamlMap(node, "the file", problems);
    file.allow(SECTIONS);
    CampaignFile read =
        new CampaignFile(
            name,
            file.maps("organizations", "an organization").stream()
                .flatMap(map -> organization(map).stream())
                .toList(),
            file.maps("events", "an event").stream().flatMap(map -> event(map).stream()).toList(),
            file.maps("templates", "a template").stream()
                .flatMap(map -> template(map).stream())
                .toList(),
            file.maps("scheduled_emails", "a scheduled email").stream()
                .flatMap(map -> email(map).stream())
                .toList());
    Set<String> seen = new HashSet<>();
    read.organizations().forEach(it -> once(seen, it.line(), "organization " + it.values().slug()));
    read.events().forEach(it -> once(seen, it.line(), "event " + it.slug()));
    read.templates()
        .forEach(
            it ->
                once(
                    seen,
                    it.line(),
                    "template '" + it.template().name() + "' of " + it.organization()));
    read.emails()
        .forEach(
            it ->
                once(
                    seen,
                    it.line(),
                    "scheduled email '" + it.draft().name() + "' of " + it.event()));
    problems.throwIfAny();
    return read;
  }

  Experiment readVariants(String yaml) {
    YamlMap file = new YamlMap(compose(yaml), "the file", problems);
    file.allow(ExperimentReader.KEYS);
    Optional<Experiment> read = drafts.experiment(file);
    problems.throwIfAny();
    return read.orElseThrow();
  }

  private Node compose(String yaml) {
    if (yaml.length() > MAX_LENGTH) {
      throw new Refusal(
          Refusal.Kind.DATA,
          "%s has %,d characters; a campaign file may have %,d"
              .formatted(name, yaml.length(), MAX_LENGTH));
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(MAX_LENGTH)
            .build();
    try {
      Optional<Node> node = new Compose(settings).composeString(yaml);
      if (node.isPresent()) {
        return node.get();
      }
      throw new Refusal(Refusal.Kind.DATA, name + " is empty");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(line, "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.add(1, "not YAML: " + e.getMessage());
    }
    problems.throwIfAny();
    throw new AssertionError();
  }

  private void once(Set<String> seen, int line, String what) {
    if (!seen.add(what)) {
      problems.add(line, what + " comes twice");
    }
  }

  private Optional<CampaignFile.OrganizationEntry> organization(YamlMap map) {
    map.allow(ORGANIZATION);
    Optional<String> slug = map.required("slug");
    Optional<String> title = map.required("name");
    Optional<String> email = map.required("email");
    Optional<ZoneId> zone = map.required("time_zone").flatMap(text -> zone(map, text));
    if (slug.isEmpty() || title.isEmpty() || email.isEmpty() || zone.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> replyTo = map.text("reply_to").filter(text -> !text.isBlank());
    List<CampaignFile.OrganizationEntry> read = new ArrayList<>();
    problems.attempt(
        map.line(),
        () ->
            read.add(
                new CampaignFile.OrganizationEntry(
                    map.line(),
                    new OrganizationValues(
                        slug.get(), title.get(), email.get(), replyTo, zone.get(), hours(map)))));
    return read.stream().findFirst();
  }

  /// What is left out of the two limits nothing; both left out leave all as it is.
  private Optional<SendingHours> hours(YamlMap map) {
    if (!map.has("quiet_hours") && !map.has("send_days")) {
      return Optional.empty();
    }
    List<SendingHours.Quiet> quiet = new ArrayList<>();
    List<DayOfWeek> days = new ArrayList<>();
    map.text("quiet_hours")
        .filter(text -> !text.isBlank() && !text.strip().equals("none"))
        .ifPresent(
            text ->
                problems.attempt(
                    map.line("quiet_hours"), () -> quiet.add(SendingHours.Quiet.of(text))));
    problems.attempt(
        map.line("send_days"), () -> days.addAll(SendingHours.daysOf(map.texts("send_days"))));
    return Optional.of(
        new SendingHours(
            quiet.stream().findFirst(),
            days.isEmpty() ? SendingHours.ALWAYS.days() : Set.copyOf(days)));
  }

  private Optional<ZoneId> zone(YamlMap map, String text) {
    try {
      return Optional.of(ZoneId.of(text.strip()));
    } catch (DateTimeException e) {
      problems.add(
          map.line("time_zone"),
          "there is no time zone '"
              + text
              + "'"
              + Nearest.of(text, ZoneId.getAvailableZoneIds())
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse("; write one such as America/Chicago"));
      return Optional.empty();
    }
  }

  private Optional<CampaignFile.EventEntry> event(YamlMap map) {
    map.allow(EVENT);
    Map<String, String> fields = new TreeMap<>();
    for (String key : EVENT) {
      if (!key.equals("slug") && !key.equals("organization") && !key.equals("attributes")) {
        map.text(key).ifPresent(text -> fields.put(key, field(map, key, text.strip())));
      }
    }
    map.nested("attributes")
        .forEach((attribute, value) -> fields.put("attributes." + attribute, attribute(value)));
    Optional<String> organization = map.text("organization").filter(text -> !text.isBlank());
    return map.required("slug")
        .map(slug -> new CampaignFile.EventEntry(map.line(), slug, organization, fields));
  }

  /// Notes what is wrong with it here, where its line is known.
  private String field(YamlMap map, String key, String text) {
    if (EventDates.FIELDS.contains(key)
        && !text.isEmpty()
        && Dates.read(text, LocalDate.EPOCH).isEmpty()) {
      problems.add(
          map.line(key), key + " '" + text + "' is not a date such as 2026-12-12 or in 18 days");
    }
    if (key.equals("status") && !STATES.contains(text.toLowerCase(Locale.ROOT))) {
      problems.add(
          map.line(key), Nearest.hint("there is no event status '" + text + "'", text, STATES));
    }
    if (key.equals("title") && text.isEmpty()) {
      problems.add(map.line(key), "an event needs title");
    }
    return text;
  }

  /// A list becomes one text, separated by commas.
  private static String attribute(Object value) {
    return value instanceof List<?> list
        ? String.join(", ", list.stream().map(Object::toString).toList())
        : value.toString();
  }

  private Optional<CampaignFile.TemplateEntry> template(YamlMap map) {
    map.allow(TEMPLATE);
    Optional<String> title = map.required("name");
    Optional<String> owner = organization.or(() -> map.required("organization"));
    List<CampaignTemplate.Item> items = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlMap item : map.maps("emails", "an email of a template")) {
      drafts
          .read(item, DraftReader.TEMPLATE_KEYS)
          .ifPresent(
              draft -> {
                once(names, item.line(), "email '" + draft.name() + "' of the template");
                items.add(
                    new CampaignTemplate.Item(
                        draft,
                        item.text("category").orElse("").strip(),
                        item.flag("enabled", true)));
              });
    }
    List<CampaignFile.TemplateEntry> read = new ArrayList<>();
    if (title.isPresent() && owner.isPresent()) {
      problems.attempt(
          map.line(),
          () ->
              read.add(
                  new CampaignFile.TemplateEntry(
                      map.line(),
                      owner.get(),
                      new CampaignTemplate(
                          title.get().strip(),
                          map.text("description").orElse("").strip(),
                          map.flag("default", false),
                          items))));
    }
    return read.stream().findFirst();
  }

  private Optional<CampaignFile.EmailEntry> email(YamlMap map) {
    Optional<String> event = map.required("event");
    Optional<Draft> draft = drafts.read(map, DraftReader.EMAIL_KEYS);
    return event.flatMap(
        slug -> draft.map(it -> new CampaignFile.EmailEntry(map.line(), slug, it)));
  }
}
