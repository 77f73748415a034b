package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.delivery.Preview;
import mailctl.delivery.TestCopy;
import mailctl.provider.SubmissionOutcome;

/// `send --test-to`: one marked copy, of which nothing is kept but what the provider keeps.
final class TestCopyRun {
  private final Session session;
  private final ScheduledEmailId email;
  private final Optional<RegistrationId> as;
  private final String address;

  TestCopyRun(
      Session session, ScheduledEmailId email, Optional<RegistrationId> as, String address) {
    this.session = requireNonNull(session, "session is null");
    this.email = requireNonNull(email, "email is null");
    this.as = requireNonNull(as, "as is null");
    this.address = SuppressionView.address(address);
  }

  ExitCode run(boolean dryRun) {
    if (!dryRun) {
      session.app().requireProvider();
    }
    TestCopy copy = session.app().delivery().testCopy();
    Preview.Message message = copy.prepare(email, as, address);
    if (!dryRun) {
      refuseUnlessTaken(copy.send(message));
    }
    if (session.json()) {
      session.print(
          Json.object()
              .id("scheduled_email_id", email)
              .id("registration_id", message.registration())
              .put("test_to", address)
              .put("subject", message.request().subject())
              .put("dry_run", dryRun));
    } else {
      session.say(
          (dryRun ? "dry run: nothing was sent; would send " : "sent ")
              + "one test copy of scheduled email "
              + email
              + " to "
              + address
              + ", as registration "
              + message.registration()
              + " would get it; it counts nowhere, and its unsubscribe link unsubscribes nobody");
    }
    return ExitCode.OK;
  }

  private static void refuseUnlessTaken(SubmissionOutcome outcome) {
    switch (outcome) {
      case SubmissionOutcome.Accepted _ -> {}
      case SubmissionOutcome.Returned returned ->
          throw new Refusal(Refusal.Kind.TRY_AGAIN, "the test was not sent: " + returned.words());
      case SubmissionOutcome.Rejected rejected ->
          throw new Refusal(Refusal.Kind.CONFLICT, "the test was refused: " + rejected.words());
      case SubmissionOutcome.InDoubt doubt ->
          throw new Refusal(
              Refusal.Kind.TRY_AGAIN,
              "it is not known whether the test was sent: " + doubt.words());
    }
  }
}
