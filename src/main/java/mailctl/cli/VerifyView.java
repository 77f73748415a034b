package mailctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import mailctl.delivery.BrokenLaw;
import mailctl.delivery.EmailBooks;

/// The books of emails in words and as JSON; counts as it goes, keeps nothing.
final class VerifyView {
  private final Session session;
  private final int limit;
  private long emails;
  private long recipients;
  private long unbalanced;
  private long pruned;
  private long laws;

  VerifyView(Session session, int limit) {
    this.session = session;
    this.limit = limit;
  }

  void count(EmailBooks books) {
    emails++;
    recipients += books.recipients();
    pruned += books.prunedAttempts();
    laws += books.broken().size();
    unbalanced += books.balanced() ? 0 : 1;
  }

  void countInstallation(List<BrokenLaw> broken) {
    laws += broken.size();
  }

  boolean balanced() {
    return laws == 0;
  }

  void print(EmailBooks books) {
    String sum =
        books.statuses().entrySet().stream()
            .map(each -> words(each.getKey()) + " " + number(each.getValue()) + why(books, each))
            .collect(Collectors.joining(" + "));
    session
        .terminal()
        .out()
        .println(
            "email %d (%s): %s = %s; %s"
                .formatted(
                    books.id(),
                    Table.plain(books.name()),
                    count(books.recipients(), "recipient"),
                    sum.isEmpty() ? "0" : sum,
                    books.balanced() ? "balances" : "does not balance"));
    print(books.broken());
    print("by the settings of now", books.bySettings());
  }

  void print(List<BrokenLaw> broken) {
    print("broken", broken);
  }

  private void print(String heading, List<BrokenLaw> broken) {
    for (BrokenLaw law : broken) {
      String more = law.count() > law.rows().size() ? ", of which the first " + limit : "";
      session
          .terminal()
          .out()
          .println(
              "  %s: %s: %s (%s%s)"
                  .formatted(heading, law.law(), law.sentence(), count(law.count(), "time"), more));
      for (BrokenLaw.Row row : law.rows()) {
        session
            .terminal()
            .out()
            .println("    %s %d: %s".formatted(row.thing(), row.id(), Table.plain(row.what())));
      }
    }
  }

  String sentence() {
    String kept =
        pruned == 0 ? "" : "; " + count(pruned, "attempt") + " from before the history was pruned";
    return "verified "
        + count(emails, "email")
        + " with "
        + count(recipients, "recipient")
        + ": "
        + (balanced()
            ? "everything balances"
            : count(unbalanced, "email") + " out of balance, " + count(laws, "broken law"))
        + kept;
  }

  JsonObject json(List<JsonObject> books, List<BrokenLaw> installation) {
    return Json.object()
        .put("balanced", balanced())
        .put("email_count", emails)
        .put("recipient_count", recipients)
        .put("pruned_attempts", pruned)
        .list("emails", books, each -> each)
        .list("broken", installation, VerifyView::json);
  }

  static JsonObject json(EmailBooks books) {
    return Json.object()
        .id("scheduled_email_id", books.id())
        .put("name", books.name())
        .put("balanced", books.balanced())
        .put("recipients", books.recipients())
        .map("deliveries", books.statuses())
        .map("skipped", books.skipped())
        .put("pruned_attempts", books.prunedAttempts())
        .list("broken", books.broken(), VerifyView::json)
        .list("by_settings", books.bySettings(), VerifyView::json);
  }

  private static JsonObject json(BrokenLaw law) {
    return Json.object()
        .put("law", law.law())
        .put("sentence", law.sentence())
        .put("count", law.count())
        .list(
            "rows",
            law.rows(),
            row ->
                Json.object().put("thing", row.thing()).id("id", row.id()).put("what", row.what()));
  }

  private static String why(EmailBooks books, Map.Entry<String, Long> status) {
    return status.getKey().equals("skipped") && !books.skipped().isEmpty()
        ? books.skipped().entrySet().stream()
            .map(each -> words(each.getKey()) + " " + number(each.getValue()))
            .collect(Collectors.joining(", ", " (", ")"))
        : "";
  }

  private static String words(String word) {
    return word.replace('_', ' ');
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String count(long number, String thing) {
    return number(number) + " " + thing + (number == 1 ? "" : "s");
  }
}
