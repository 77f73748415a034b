package mailctl.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// SendGrid's rules for one personalization.
final class PersonalizationCheck {
  static final int MAX_MAP_BYTES = 10_000;
  private static final int MAX_SUBSTITUTIONS = 150;
  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "x-sg-id",
          "x-sg-eid",
          "received",
          "dkim-signature",
          "content-type",
          "content-transfer-encoding",
          "to",
          "from",
          "subject",
          "reply-to",
          "cc",
          "bcc");

  private final Problems problems;

  PersonalizationCheck(Problems problems) {
    this.problems = problems;
  }

  void check(JsonNode personalization, String field, boolean dynamicTemplate) {
    if (!problems.is(personalization, field, "object")) {
      return;
    }
    JsonNode to = personalization.path("to");
    if (to.isMissingNode() || (to.isArray() && to.isEmpty())) {
      problems.add(
          field + ".to",
          "The to array is required for all personalization objects, and must have at least one"
              + " email object with a valid email address.");
    }
    checkAddresses(personalization, field);
    JsonNode subject = personalization.path("subject");
    if (problems.is(subject, field + ".subject", "string") && subject.asText().isEmpty()) {
      problems.add(
          field + ".subject", "The subject must be a string at least one character in length.");
    }
    checkHeaders(problems, personalization.path("headers"), field + ".headers");
    problems.strings(personalization.path("custom_args"), field + ".custom_args", MAX_MAP_BYTES);
    checkSubstitutions(
        personalization.path("substitutions"), field + ".substitutions", dynamicTemplate);
  }

  private void checkAddresses(JsonNode personalization, String field) {
    Set<String> seen = new HashSet<>();
    boolean reported = false;
    for (String list : List.of("to", "cc", "bcc")) {
      JsonNode addresses = personalization.path(list);
      if (!problems.is(addresses, field + "." + list, "array")) {
        continue;
      }
      for (int i = 0; i < addresses.size(); i++) {
        problems.address(
            addresses.get(i), field + "." + list + "." + i, "Does not contain a valid address.");
        String address = addresses.get(i).path("email").asText();
        if (!seen.add(address.toLowerCase(Locale.ROOT)) && !reported) {
          reported = true;
          problems.add(
              field,
              "Each email address in the personalization block should be unique between to, cc, and"
                  + " bcc. We found the first duplicate instance of ["
                  + address
                  + "] in the "
                  + field
                  + "."
                  + list
                  + " field.");
        }
      }
    }
  }

  /// Headers stand in personalizations and at the top, under the same rules.
  static void checkHeaders(Problems problems, JsonNode headers, String field) {
    if (!problems.strings(headers, field, Integer.MAX_VALUE)) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      String name = header.getKey();
      if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        problems.add(field, "The header " + name + " is reserved and may not be used.");
      }
      if (!name.matches("[!-9;-~]+")) {
        problems.add(
            field,
            "Each key within the header object must be unique, and may not contain non-ASCII"
                + " characters or spaces.");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        problems.add(field, "Each key within the header object must be unique: " + name + ".");
      }
    }
  }

  private void checkSubstitutions(JsonNode substitutions, String field, boolean dynamicTemplate) {
    if (!problems.strings(substitutions, field, MAX_MAP_BYTES)) {
      return;
    }
    if (dynamicTemplate && !substitutions.isEmpty()) {
      problems.add(field, "Substitutions may not be used with dynamic templating");
    }
    if (substitutions.size() > MAX_SUBSTITUTIONS) {
      problems.add(
          field, "You are limited to " + MAX_SUBSTITUTIONS + " substitutions per personalization.");
    }
  }
}
