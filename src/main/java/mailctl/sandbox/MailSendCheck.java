package mailctl.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// SendGrid's rules for the body of `POST /v3/mail/send`, in its own words where they are known.
/// All that is wrong is reported at once, as SendGrid does.
final class MailSendCheck {
  private static final int MAX_PERSONALIZATIONS = 1_000;
  private static final int MAX_RECIPIENTS = 1_000;
  private static final int MAX_CATEGORIES = 10;
  private static final Duration FURTHEST = Duration.ofHours(72);

  private final Problems problems = new Problems();
  private final JsonNode mail;
  private final Instant now;

  private MailSendCheck(JsonNode mail, Instant now) {
    this.mail = mail;
    this.now = now;
  }

  static List<ApiError> errors(JsonNode mail, Instant now) {
    MailSendCheck check = new MailSendCheck(mail, now);
    if (mail.isObject()) {
      check.check();
    } else {
      check.problems.addBadRequest();
    }
    return check.problems.all();
  }

  private void check() {
    checkPersonalizations();
    checkFrom();
    if (!mail.path("reply_to").isMissingNode()) {
      problems.address(
          mail.path("reply_to"),
          "reply_to",
          "The reply_to email does not contain a valid address.");
    }
    checkSubject();
    checkContent();
    PersonalizationCheck.checkHeaders(problems, mail.path("headers"), "headers");
    problems.strings(mail.path("custom_args"), "custom_args", PersonalizationCheck.MAX_MAP_BYTES);
    problems.is(mail.path("attachments"), "attachments", "array");
    problems.is(mail.path("template_id"), "template_id", "string");
    checkCategories();
    checkSendAt();
    checkSwitches("mail_settings", "sandbox_mode");
    checkSwitches("tracking_settings", "subscription_tracking");
  }

  private void checkPersonalizations() {
    JsonNode personalizations = mail.path("personalizations");
    if (personalizations.isMissingNode()
        || (personalizations.isArray() && personalizations.isEmpty())) {
      problems.add(
          "personalizations",
          "The personalizations field is required and must have at least one personalization.");
      return;
    }
    if (!problems.is(personalizations, "personalizations", "array")) {
      return;
    }
    if (personalizations.size() > MAX_PERSONALIZATIONS) {
      problems.add(
          "personalizations",
          "The number of personalizations may not exceed " + MAX_PERSONALIZATIONS + ".");
      return;
    }
    PersonalizationCheck check = new PersonalizationCheck(problems);
    int recipients = 0;
    for (int i = 0; i < personalizations.size(); i++) {
      JsonNode each = personalizations.get(i);
      check.check(each, "personalizations." + i, isDynamic());
      recipients += each.path("to").size() + each.path("cc").size() + each.path("bcc").size();
    }
    if (recipients > MAX_RECIPIENTS) {
      problems.add(
          "personalizations",
          "The total number of recipients may not exceed " + MAX_RECIPIENTS + " per request.");
    }
  }

  private void checkFrom() {
    JsonNode from = mail.path("from");
    if (from.isMissingNode()) {
      problems.add(
          "from.email",
          "The from object must be provided for every email send. It is an object that requires the"
              + " email parameter, but may also contain a name parameter.  e.g. {\"email\" :"
              + " \"example@example.com\"}  or {\"email\" : \"example@example.com\", \"name\" :"
              + " \"Example Recipient\"}.");
      return;
    }
    problems.address(from, "from", "The from email does not contain a valid address.");
    if (!from.path("email").asText().chars().allMatch(c -> c < 128)) {
      problems.add("from.email", "The from address may not contain Unicode characters.");
    }
  }

  private void checkSubject() {
    JsonNode subject = mail.path("subject");
    boolean given = problems.is(subject, "subject", "string") && !subject.asText().isEmpty();
    if (given || !mail.path("template_id").isMissingNode()) {
      return;
    }
    boolean everyOne = !mail.path("personalizations").isEmpty();
    for (JsonNode each : mail.path("personalizations")) {
      everyOne &= !each.path("subject").asText("").isEmpty();
    }
    if (!everyOne) {
      problems.add(
          "subject",
          "The subject is required. You can get around this requirement if you use a template with a"
              + " subject defined or if every personalization has a subject defined.");
    }
  }

  private void checkContent() {
    JsonNode content = mail.path("content");
    if (content.isMissingNode() || (content.isArray() && content.isEmpty())) {
      if (mail.path("template_id").isMissingNode()) {
        problems.add(
            "content",
            "Unless a valid template_id is provided, the content parameter is required. There must"
                + " be at least one defined content block. We typically suggest both text/plain and"
                + " text/html blocks are included, but only one block is required.");
      }
      return;
    }
    if (!problems.is(content, "content", "array")) {
      return;
    }
    int last = 0;
    for (int i = 0; i < content.size(); i++) {
      String type = content.get(i).path("type").asText("");
      if (type.isEmpty() || type.matches("(?s).*[;\\r\\n].*")) {
        problems.add(
            "content." + i + ".type",
            "The content type must be a string at least one character in length and may not contain"
                + " ';', CR or LF.");
      }
      JsonNode value = content.get(i).path("value");
      if (!value.isTextual() || value.asText().isEmpty()) {
        problems.add(
            "content." + i + ".value",
            "The content value must be a string at least one character in length.");
      }
      int rank = rank(type);
      if (rank < last) {
        problems.add(
            "content",
            "If sending text/plain and text/html, text/plain needs to be first, followed by"
                + " text/html, followed by any other content.");
      }
      last = Math.max(last, rank);
    }
  }

  private static int rank(String type) {
    return switch (type) {
      case "text/plain" -> 0;
      case "text/html" -> 1;
      default -> 2;
    };
  }

  private void checkCategories() {
    JsonNode categories = mail.path("categories");
    if (!problems.is(categories, "categories", "array")) {
      return;
    }
    Set<String> seen = new HashSet<>();
    if (categories.size() > MAX_CATEGORIES) {
      problems.add("categories", "You cannot have more than 10 categories per request.");
    }
    for (JsonNode category : categories) {
      String text = category.asText();
      if (!category.isTextual() || text.length() > 255 || !text.chars().allMatch(c -> c < 128)) {
        problems.add("categories", "Categories are ASCII strings of at most 255 characters.");
      }
      if (!seen.add(text)) {
        problems.add("categories", "Categories must be unique.");
      }
    }
  }

  private void checkSendAt() {
    JsonNode sendAt = mail.path("send_at");
    if (problems.is(sendAt, "send_at", "integer")
        && sendAt.asLong() > now.plus(FURTHEST).getEpochSecond()) {
      problems.add("send_at", "Scheduling more than 72 hours in advance is forbidden.");
    }
  }

  private void checkSwitches(String group, String setting) {
    if (problems.is(mail.path(group), group, "object")
        && problems.is(mail.path(group).path(setting), group + "." + setting, "object")) {
      problems.is(
          mail.path(group).path(setting).path("enable"),
          group + "." + setting + ".enable",
          "boolean");
    }
  }

  private boolean isDynamic() {
    return mail.path("template_id").asText("").startsWith("d-");
  }
}
