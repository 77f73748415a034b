package mailctl.cli;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import mailctl.campaign.Trigger;
import mailctl.database.Refusal;

/// When an email is due, as options say it: a trigger in words, or a time, of which one must be
/// given.
final class TriggerText {
  private TriggerText() {}

  /// @param at a local time in `zone`, or an RFC 3339 one
  /// @throws Refusal (USAGE) when it is not understood, or both are given
  static Optional<Trigger> read(
      String option, Optional<String> at, Optional<String> when, ZoneId zone) {
    if (at.isPresent() && when.isPresent()) {
      throw new Refusal(
          Refusal.Kind.USAGE, option + " and --when both say when it is due; give one of them");
    }
    return at.map(text -> parse(local(text, zone))).or(() -> when.map(TriggerText::parse));
  }

  private static String local(String text, ZoneId zone) {
    try {
      LocalDateTime local =
          OffsetDateTime.parse(text.strip()).atZoneSameInstant(zone).toLocalDateTime();
      return new Trigger.At(local).text();
    } catch (DateTimeException e) {
      return text.strip().startsWith("at ") ? text : "at " + text.strip();
    }
  }

  /// What is wrong on the command line is wrong usage, not wrong data.
  private static Trigger parse(String text) {
    try {
      return Trigger.parse(text);
    } catch (Refusal e) {
      throw new Refusal(Refusal.Kind.USAGE, String.valueOf(e.getMessage()), e.hint());
    }
  }
}
