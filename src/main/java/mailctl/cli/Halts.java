package mailctl.cli;

import mailctl.database.Refusal;
import mailctl.delivery.Halt;

/// Why sending stopped early, as the error that the command ends with after it has said what it
/// did.
final class Halts {
  private static final String GOES_ON = "the next mailctl sweep goes on";

  private Halts() {}

  static Refusal refusal(Halt halt, long waiting) {
    String rest = waiting == 0 ? "" : "; " + Counts.of(waiting, "recipient") + " still queued";
    String words = halt.words() + rest;
    return switch (halt.cause()) {
      case RATE_LIMITED ->
          new Refusal(
              Refusal.Kind.TRY_AGAIN,
              "SendGrid asks for patience: " + words,
              "again in " + Times.amount(halt.pause()) + "; or nothing: " + GOES_ON);
      case NOT_CONNECTED ->
          new Refusal(
              Refusal.Kind.UNAVAILABLE,
              "cannot reach SendGrid: " + words,
              "mailctl config show, for sendgrid.url; " + GOES_ON);
      case UNAUTHORIZED ->
          new Refusal(
              Refusal.Kind.DENIED,
              "SendGrid refused the API key: " + words,
              "set the right sendgrid.api-key; then " + GOES_ON);
      case FORBIDDEN ->
          new Refusal(
              Refusal.Kind.DENIED,
              "SendGrid does not allow this: " + words,
              "verify the sender in SendGrid and check the rights of the key; then " + GOES_ON);
      case CREDITS_EXHAUSTED ->
          new Refusal(
              Refusal.Kind.DENIED,
              "the SendGrid account has no credits left: " + words,
              "add credits or wait for the next period; then " + GOES_ON);
    };
  }

  static JsonObject json(Halt halt) {
    return Json.object()
        .put("cause", halt.cause())
        .put("message", halt.words())
        .duration("pause", halt.pause());
  }
}
