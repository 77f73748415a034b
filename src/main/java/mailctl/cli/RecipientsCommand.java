package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.audience.AudienceCount;
import mailctl.audience.AudienceMember;
import mailctl.audience.EventId;
import mailctl.audience.RecipientFilter;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl recipients --id 42",
  "mailctl recipients --event market-2026 --filter status=approved --filter attributes.size=L",
  "mailctl recipients --id 42 --skipped --limit 1000 --json"
})
@ExitCodes({ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class RecipientsCommand extends Action {
  @Option(names = "--id", paramLabel = "N", description = "a scheduled email: its event and filter")
  Optional<Long> id = Optional.empty();

  @Mixin final EventOption event = new EventOption();

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE[,VALUE]",
      description = "with --event: whom to select; may repeat, all must match")
  List<String> filter = new ArrayList<>();

  @Option(names = "--skipped", description = "list only those who are skipped")
  boolean skipped;

  @Option(names = "--limit", paramLabel = "N", description = "list at most N (100)")
  int limit = 100;

  @Option(
      names = "--after",
      paramLabel = "M",
      description = "list from behind this registration: the next page")
  long after;

  RecipientsCommand(Session session) {
    super(session);
  }

  /// Whom is asked about, who they are, and those that are listed.
  private record Answer(
      RecipientFilter filter,
      Optional<ScheduledEmail> email,
      AudienceCount count,
      List<AudienceMember> members) {}

  @Override
  ExitCode run(Session session) {
    if (id.isPresent() == event.name.isPresent() || (id.isPresent() && !filter.isEmpty())) {
      throw usage("give either --id, or --event and any --filter");
    }
    if (limit < 1) {
      throw usage("--limit is not positive");
    }
    Answer answer = session.app().database().transaction(tx -> answer(session, tx));
    if (session.json()) {
      session.print(json(answer));
      return ExitCode.OK;
    }
    session.say(counts(answer.count()) + "; the filter is " + answer.filter());
    answer
        .email()
        .filter(ScheduledEmail::planned)
        .ifPresent(
            email ->
                session.say(
                    "its audience was settled when it was planned: mailctl inspect emails --id "
                        + email.id()));
    table(answer.members()).print(session.terminal());
    if (answer.members().size() == limit) {
      session.say("more: --after " + answer.members().getLast().registration());
    }
    return ExitCode.OK;
  }

  private Answer answer(Session session, Tx tx) {
    Optional<ScheduledEmail> email = id.map(number -> email(session, tx, number));
    EventId of = email.map(ScheduledEmail::event).orElseGet(() -> event.require(session, tx).id());
    RecipientFilter whom =
        email
            .map(each -> RecipientFilter.ofJson(each.filter()))
            .orElseGet(() -> RecipientFilter.ofPairs(filter));
    var audience = session.app().audience();
    return new Answer(
        whom,
        email,
        audience.count(tx, of, whom),
        skipped
            ? audience.listSkipped(tx, of, whom, limit, after)
            : audience.list(tx, of, whom, limit, after));
  }

  private static ScheduledEmail email(Session session, Tx tx, long number) {
    ScheduledEmailId id = Id.scheduledEmail(number);
    return session
        .app()
        .scheduledEmails()
        .find(tx, id)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "no scheduled email " + id + " in " + session.app().database().location(),
                    "mailctl schedule list"));
  }

  private static String counts(AudienceCount count) {
    StringBuilder details = new StringBuilder();
    count
        .skipped()
        .forEach(
            (reason, number) ->
                details
                    .append(details.isEmpty() ? "" : ", ")
                    .append(Counts.number(number))
                    .append(' ')
                    .append(Counts.words(reason)));
    Counts skipped = new Counts().add("skipped", count.skippedInAll(), details.toString());
    return Counts.of(count.included(), "recipient") + (skipped.isEmpty() ? "" : ", " + skipped);
  }

  private static Table table(List<AudienceMember> members) {
    Table table = Table.of("REGISTRATION", "EMAIL", "NAME", "STATUS", "SKIPPED");
    members.forEach(
        member ->
            table.row(
                member.registration(),
                member.email(),
                member.businessName().isEmpty() ? member.name() : member.businessName(),
                Counts.words(member.status()),
                member.skipReason().map(Counts::words).orElse("")
                    + (member.skipDetail().isEmpty() ? "" : " (" + member.skipDetail() + ")")));
    return table;
  }

  private static JsonObject json(Answer answer) {
    TreeMap<String, Long> skipped = new TreeMap<>();
    answer
        .count()
        .skipped()
        .forEach((reason, number) -> skipped.put(Counts.words(reason).replace(' ', '_'), number));
    return Json.object()
        .put("scheduled_email_id", answer.email().map(email -> email.id().toString()))
        .put("filter", answer.filter().toString())
        .put("total", answer.count().total())
        .put("included", answer.count().included())
        .map("skipped", skipped)
        .list("recipients", answer.members(), RecipientsCommand::json);
  }

  private static JsonObject json(AudienceMember member) {
    return Json.object()
        .id("registration_id", member.registration())
        .put("email", member.email())
        .put("name", member.name())
        .put("business_name", member.businessName())
        .put("category", member.category())
        .put("status", member.status())
        .put("payment_status", member.paymentStatus())
        .put("skip_reason", member.skipReason())
        .put("skip_detail", Optional.of(member.skipDetail()).filter(text -> !text.isEmpty()));
  }

  private static Refusal usage(String message) {
    return new Refusal(Refusal.Kind.USAGE, message, "mailctl recipients --help");
  }
}
