package mailctl.cli;

import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.SubmissionId;

/// Numbers from the command line as ids; what cannot be one does not exist.
final class Id {
  private Id() {}

  static ScheduledEmailId scheduledEmail(long number) {
    return new ScheduledEmailId(positive("scheduled email", number, "mailctl schedule list"));
  }

  static RegistrationId registration(long number) {
    return new RegistrationId(positive("registration", number, "mailctl registration list"));
  }

  static DeliveryId delivery(long number) {
    return new DeliveryId(positive("delivery", number, "mailctl inspect"));
  }

  static SubmissionId request(long number) {
    return new SubmissionId(positive("request", number, "mailctl inspect doubts"));
  }

  private static long positive(String what, long number, String hint) {
    if (number <= 0) {
      throw new Refusal(Refusal.Kind.NOT_FOUND, "no " + what + " " + number, hint);
    }
    return number;
  }
}
