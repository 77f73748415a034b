package mailctl.sandbox;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The query language of the Email Logs, as far as its documentation goes: conditions with AND
/// between them; `=` on `sg_message_id`, `subject`, `to_email`; `IN` on `status`; comparisons of
/// `sg_message_id_created_at` with a TIMESTAMP.
final class LogQuery {
  private static final Pattern EQUALS =
      Pattern.compile("(sg_message_id|subject|to_email)\\s*=\\s*(['\"])([^'\"]*)\\2");
  private static final Pattern STATUS = Pattern.compile("status\\s+IN\\s*\\(([^()]*)\\)");
  private static final Pattern CREATED =
      Pattern.compile(
          "sg_message_id_created_at\\s*(>=|<=|>|<)\\s*TIMESTAMP\\s+(['\"])([^'\"]*)\\2");
  private static final Set<String> STATUSES =
      Set.of("processed", "delivered", "deferred", "dropped", "bounced", "blocked");

  private record Message(String id, String to, String subject, String status, Instant createdAt) {}

  private final List<Predicate<Message>> conditions;

  private LogQuery(List<Predicate<Message>> conditions) {
    this.conditions = conditions;
  }

  /// @throws IllegalArgumentException naming the part that is none
  static LogQuery parse(String text) {
    List<Predicate<Message>> conditions = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split("\\s+AND\\s+")) {
      conditions.add(condition(part.strip()));
    }
    return new LogQuery(List.copyOf(conditions));
  }

  private static Predicate<Message> condition(String part) {
    Matcher equal = EQUALS.matcher(part);
    if (equal.matches()) {
      String wanted = equal.group(3);
      return switch (equal.group(1)) {
        case "sg_message_id" -> message -> message.id().equals(wanted);
        case "subject" -> message -> message.subject().equals(wanted);
        default -> message -> message.to().equalsIgnoreCase(wanted);
      };
    }
    Matcher status = STATUS.matcher(part);
    if (status.matches()) {
      List<String> wanted = new ArrayList<>();
      for (String word : status.group(1).split(",")) {
        String name = word.strip().replaceAll("^['\"]|['\"]$", "");
        if (!STATUSES.contains(name)) {
          throw new IllegalArgumentException("invalid status " + name);
        }
        wanted.add(name);
      }
      return message -> wanted.contains(message.status());
    }
    Matcher created = CREATED.matcher(part);
    if (created.matches()) {
      return created(created.group(1), time(created.group(3)));
    }
    throw new IllegalArgumentException("invalid query near " + part);
  }

  private static Predicate<Message> created(String operator, Instant time) {
    return switch (operator) {
      case ">=" -> message -> !message.createdAt().isBefore(time);
      case "<=" -> message -> !message.createdAt().isAfter(time);
      case ">" -> message -> message.createdAt().isAfter(time);
      default -> message -> message.createdAt().isBefore(time);
    };
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("invalid timestamp " + text, e);
    }
  }

  boolean fits(String id, String to, String subject, String status, Instant createdAt) {
    Message message = new Message(id, to, subject, status, createdAt);
    return conditions.stream().allMatch(condition -> condition.test(message));
  }
}
