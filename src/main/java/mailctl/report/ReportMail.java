package mailctl.report;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.inspect.HealthReport;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;
import mailctl.suppression.Scope;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionStore;

/// A report as one request to the provider. It is no delivery, so that no number ever counts it: it
/// carries the reference of nobody's installation, and what the provider says of it later is known
/// to be none of ours. Who must get no mail at all gets no report either.
public final class ReportMail {
  private static final Map<String, String> NOBODYS = Map.of("mailctl_ref", "00000000.1.1");
  private static final Map<String, String> HEADERS = Map.of("Auto-Submitted", "auto-generated");
  private static final int TEXT_WIDTH = 76;

  private final Database database;
  private final Supplier<MailProvider> provider;
  private final Optional<String> from;
  private final Optional<ZoneId> zone;
  private final ReportStore store = new ReportStore();
  private final SuppressionStore suppressions = new SuppressionStore();

  /// `from` and `zone` as they are set; without them the first organization's.
  public ReportMail(
      Database database,
      Supplier<MailProvider> provider,
      Optional<String> from,
      Optional<ZoneId> zone) {
    this.database = requireNonNull(database, "database is null");
    this.provider = requireNonNull(provider, "provider is null");
    this.from = requireNonNull(from, "from is null");
    this.zone = requireNonNull(zone, "zone is null");
  }

  /// In which days are counted; UTC where there is no organization yet.
  public ZoneId zone() {
    return zone.orElseGet(
        () ->
            database
                .transaction(store::first)
                .flatMap(first -> zone(first.timeZone()))
                .orElse(ZoneOffset.UTC));
  }

  private static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// What would be sent: a message of its own for each address.
  ///
  /// @param otherFrom instead of what is set
  /// @throws Refusal when an address is none or suppressed, or nobody is there to send it
  public MailRequest prepare(HealthReport report, List<String> to, Optional<String> otherFrom) {
    if (to.isEmpty() || to.size() > MailRequest.MAX_RECIPIENTS) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "a report goes to 1 to " + MailRequest.MAX_RECIPIENTS + " addresses, not " + to.size(),
          "");
    }
    List<EmailAddress> addresses = to.stream().map(each -> address(each, "")).distinct().toList();
    List<String> allowed = notSuppressed(to);
    to.stream()
        .filter(each -> !allowed.contains(each))
        .findFirst()
        .ifPresent(
            each -> {
              throw new Refusal(
                  Refusal.Kind.CONFLICT,
                  each + " is suppressed: it is sent no report either",
                  "mailctl suppression list " + each);
            });
    return new MailRequest(
        sender(otherFrom),
        Optional.empty(),
        ReportText.title(report),
        ReportHtml.mail(report),
        ReportText.of(report, TEXT_WIDTH),
        addresses.stream()
            .map(each -> new MailRequest.Recipient(each, Map.of(), NOBODYS, HEADERS))
            .toList());
  }

  public SubmissionOutcome send(MailRequest request) {
    return provider.get().submit(request);
  }

  private EmailAddress sender(Optional<String> otherFrom) {
    Optional<String> said = otherFrom.or(() -> from);
    if (said.isPresent()) {
      return address(said.get(), "mailctl");
    }
    ReportStore.First first =
        database
            .transaction(store::first)
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.CONFIG,
                        "there is no organization that could send the report",
                        "set report.mail-from"));
    return address(first.email(), first.name());
  }

  /// Those who may get mail at all.
  List<String> notSuppressed(List<String> to) {
    Map<String, List<SuppressionEntry>> known = database.transaction(tx -> suppressions.of(tx, to));
    return to.stream()
        .filter(
            each ->
                known.getOrDefault(each.strip().toLowerCase(Locale.ROOT), List.of()).stream()
                    .noneMatch(
                        entry ->
                            entry.lifted().isEmpty()
                                && entry.suppression().scope() instanceof Scope.Global))
        .toList();
  }

  private static EmailAddress address(String text, String name) {
    try {
      return new EmailAddress(text.strip(), name);
    } catch (IllegalArgumentException e) {
      throw new Refusal(Refusal.Kind.USAGE, "'" + text + "' is " + e.getMessage(), "");
    }
  }
}
