package mailctl.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.database.Refusal;
import mailctl.database.SqlEnum;
import mailctl.policy.Fault.Kind;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A policy as a person writes it, in YAML: a section for each kind of fault, one word or a word
/// for each class or cause, and the threshold. What is left out is as usual.
public final class PolicyFile {
  private static final Pattern TIME = Pattern.compile("(\\d{1,4})([hd])");
  private static final String THRESHOLD = "threshold";

  private final List<String> problems = new ArrayList<>();

  private PolicyFile() {}

  /// @throws Refusal (DATA) naming every problem
  public static BouncePolicy read(String name, String text) {
    Object tree;
    try {
      tree = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new Refusal(
          Refusal.Kind.DATA, name + " is not YAML: " + String.valueOf(e.getMessage()).strip());
    }
    if (!(tree instanceof Map<?, ?> map)) {
      throw new Refusal(
          Refusal.Kind.DATA, name + " is not a mapping of hard, soft, complaint, drop");
    }
    PolicyFile file = new PolicyFile();
    BouncePolicy policy = file.policy(map);
    if (!file.problems.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.DATA, name + ": " + String.join("; ", file.problems), "mailctl policy show");
    }
    return policy;
  }

  private BouncePolicy policy(Map<?, ?> map) {
    Map<Kind, Map<String, Action>> rules = new EnumMap<>(BouncePolicy.USUAL.rules());
    int events = BouncePolicy.USUAL.events();
    Duration within = BouncePolicy.USUAL.within();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (key.equals(THRESHOLD)) {
        if (entry.getValue() instanceof Map<?, ?> threshold) {
          events = events(threshold).orElse(events);
          within = within(threshold).orElse(within);
        } else {
          problems.add("threshold needs events and within");
        }
        continue;
      }
      Optional<Kind> kind =
          Stream.of(Kind.values()).filter(each -> SqlEnum.word(each).equals(key)).findFirst();
      if (kind.isEmpty()) {
        problems.add(
            "unknown section '" + key + "'; there are hard, soft, complaint, drop, threshold");
      } else {
        rules.put(kind.get(), section(kind.get(), entry.getValue()));
      }
    }
    return new BouncePolicy(rules, events, within);
  }

  private Map<String, Action> section(Kind kind, Object value) {
    Map<String, Action> section =
        new HashMap<>(BouncePolicy.USUAL.rules().getOrDefault(kind, Map.of()));
    String name = SqlEnum.word(kind);
    if (!(value instanceof Map<?, ?> map)) {
      action(name, value).ifPresent(action -> section.put(BouncePolicy.REST, action));
      return section;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String detail = String.valueOf(entry.getKey());
      Optional<Action> action = action(name + "." + detail, entry.getValue());
      if (!detail.equals(BouncePolicy.REST)) {
        check(kind, name, detail, action);
      }
      action.ifPresent(it -> section.put(detail, it));
    }
    return section;
  }

  private void check(Kind kind, String name, String detail, Optional<Action> action) {
    List<String> known = details(kind);
    Fault fault = new Fault(kind, detail);
    if (!known.contains(detail)) {
      problems.add("unknown '" + name + "." + detail + "'; there are " + String.join(", ", known));
    } else if (fault.isWish() && action.filter(it -> it != Action.SUPPRESS).isPresent()) {
      problems.add(name + "." + detail + " is the person's own wish: it always suppresses");
    } else if (!fault.isAboutAddress() && action.filter(it -> it != Action.IGNORE).isPresent()) {
      problems.add(name + "." + detail + " says nothing about an address: it is always ignored");
    }
  }

  private static List<String> details(Kind kind) {
    return switch (kind) {
      case HARD, SOFT -> Stream.of(BounceClass.values()).map(SqlEnum::word).toList();
      case DROP -> Stream.of(DropCause.values()).map(SqlEnum::word).toList();
      case COMPLAINT -> List.of();
    };
  }

  private Optional<Action> action(String where, Object value) {
    String word = String.valueOf(value).toLowerCase(Locale.ROOT);
    Optional<Action> action =
        Stream.of(Action.values()).filter(each -> SqlEnum.word(each).equals(word)).findFirst();
    if (action.isEmpty()) {
      problems.add(where + " is suppress, count or ignore, not '" + value + "'");
    }
    return action;
  }

  private Optional<Integer> events(Map<?, ?> threshold) {
    for (Object key : threshold.keySet()) {
      if (!key.equals("events") && !key.equals("within")) {
        problems.add("unknown 'threshold." + key + "'; there are events, within");
      }
    }
    Object value = threshold.get("events");
    if (value instanceof Integer number && number >= 2 && number <= 1_000) {
      return Optional.of(number);
    }
    if (threshold.containsKey("events")) {
      problems.add("threshold.events is a number from 2 to 1000, not '" + value + "'");
    }
    return Optional.empty();
  }

  private Optional<Duration> within(Map<?, ?> threshold) {
    if (!threshold.containsKey("within")) {
      return Optional.empty();
    }
    String text = String.valueOf(threshold.get("within"));
    Matcher time = TIME.matcher(text);
    if (time.matches() && !time.group(1).matches("0+")) {
      long amount = Long.parseLong(time.group(1));
      return Optional.of(
          time.group(2).equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount));
    }
    problems.add("threshold.within is a time like 30d or 12h, not '" + text + "'");
    return Optional.empty();
  }

  /// As `read` takes it, whole.
  public static String write(BouncePolicy policy) {
    StringBuilder text = new StringBuilder();
    for (Kind kind : Kind.values()) {
      Map<String, Action> section = new TreeMap<>(policy.rules().getOrDefault(kind, Map.of()));
      text.append(SqlEnum.word(kind)).append(':');
      if (section.size() == 1) {
        text.append(' ').append(SqlEnum.word(section.values().iterator().next())).append('\n');
      } else {
        text.append(
            section.entrySet().stream()
                .map(rule -> "\n  " + rule.getKey() + ": " + SqlEnum.word(rule.getValue()))
                .collect(Collectors.joining("", "", "\n")));
      }
    }
    long hours = policy.within().toHours();
    return text.append("threshold:\n  events: ")
        .append(policy.events())
        .append("\n  within: ")
        .append(hours % 24 == 0 ? hours / 24 + "d" : hours + "h")
        .append('\n')
        .toString();
  }
}
