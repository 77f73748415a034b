package mailctl.torture;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailctl.sandbox.Sandbox;

/// Compares the books with the sandbox's mailbox and the postman's list, in SQL and Java of its
/// own: a second opinion beside `mailctl verify`.
final class Judgement {
  private static final Set<String> MAY_BE_ABSENT = Set.of("in_doubt", "skipped", "failed");

  private static final String DELIVERIES =
      """
      select scheduled_email_id, email, status, coalesce(skip_reason, '') || reason, id, attempts
      from delivery order by id
      """;
  private static final String NOT_PLANNED =
      """
      select m.id || ': ' || r.email from scheduled_email m
      join registration r on r.event_id = m.event_id
      where not exists (
        select from delivery d where d.scheduled_email_id = m.id and d.registration_id = r.id)
      """;
  private static final String UNSETTLED =
      """
      select 'delivery ' || id || ' is ' || status from delivery
      where status in ('queued', 'sending', 'retrying', 'cancelled')
      union all
      select 'submission ' || id || ' is ' || state from submission
      where state in ('claimed', 'calling')
      union all
      select 'email ' || id || ' is ' || status from scheduled_email
      where status not in ('sent', 'failed')
      union all
      select 'post ' || id || ' is ' || state from webhook_post where state <> 'processed'
      union all
      select 'element ' || id || ' is parked: ' || reason from parked_event
      """;
  private static final String DISAGREEING =
      """
      select 'delivery ' || d.id || ' counts ' || d.attempts || ' attempts of ' || count(a.id)
      from delivery d left join attempt a on a.delivery_id = d.id
      group by d.id
      having d.attempts <> count(a.id) or coalesce(max(a.number), 0) <> count(a.id)
      union all
      select 'submission ' || s.id || ' counts ' || s.recipients || ' recipients of ' || count(a.id)
      from submission s left join attempt a on a.submission_id = s.id
      group by s.id
      having s.recipients <> count(a.id)
      """;
  private static final String DOUBTFUL_ATTEMPTS =
      """
      select a.delivery_id || '.' || a.number from attempt a
      join submission s on s.id = a.submission_id
      where s.state in ('in_doubt', 'given_up', 'returned')
      """;
  private static final String POSTS =
      "select encode(sha256(body), 'hex'), count(*) from webhook_post group by 1";

  private final Launcher launcher;
  private final Books books;
  private final Arrivals arrivals;
  private final Postman postman;
  private final Tally tally;

  Judgement(Launcher launcher, Books books, Sandbox sandbox, Postman postman, Tally tally) {
    this.launcher = launcher;
    this.books = books;
    this.arrivals = new Arrivals(sandbox.mailbox().messages());
    this.postman = postman;
    this.tally = tally;
    tally.count("in the mailbox", sandbox.mailbox().messages().size());
  }

  List<Finding> findings() throws IOException, InterruptedException, SQLException {
    countDoubts();
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("nobody is in the mailbox twice", arrivals.twice()));
    findings.add(new Finding("everybody was planned", first(books.rows(NOT_PLANNED))));
    List<List<String>> deliveries = books.rows(DELIVERIES);
    findings.add(new Finding("nobody is missing without a reason", missing(deliveries)));
    findings.add(new Finding("each status is what became of the mail", wrong(deliveries)));
    findings.add(new Finding("everything is settled", first(books.rows(UNSETTLED))));
    findings.add(new Finding("no doubt is left about mail that arrived", doubtfulArrivals()));
    findings.add(new Finding("attempts and submissions agree", first(books.rows(DISAGREEING))));
    findings.add(new Finding("every post taken is in the table", lostPosts()));
    findings.add(new Finding("mailctl verify --all balances", unbalanced()));
    findings.add(new Finding("no process ended as it should not", tally.complaints()));
    return findings;
  }

  private void countDoubts() throws SQLException {
    books
        .counts("select state, count(*) from submission group by 1")
        .forEach((state, times) -> tally.count("submissions " + state, times));
    books
        .counts("select status, count(*) from delivery group by 1")
        .forEach((status, times) -> tally.count("deliveries " + status, times));
    tally.count(
        "doubts settled by provider events",
        books.number(
            "select count(*) from submission where state = 'accepted' and detail like 'proven%'"));
  }

  private List<String> missing(List<List<String>> deliveries) {
    List<String> missing = new ArrayList<>();
    for (List<String> row : deliveries) {
      String status = row.get(2);
      boolean explained = MAY_BE_ABSENT.contains(status) && !row.get(3).isEmpty();
      if (arrivals.of(row.get(0), row.get(1)).isEmpty() && !explained) {
        missing.add("delivery " + row.get(4) + " is " + status + " and not in the mailbox");
      }
    }
    return missing;
  }

  private List<String> wrong(List<List<String>> deliveries) {
    List<String> wrong = new ArrayList<>();
    for (List<String> row : deliveries) {
      List<Arrivals.Arrival> own = arrivals.of(row.get(0), row.get(1));
      if (!own.isEmpty() && !expected(own.getLast()).contains(row.get(2))) {
        wrong.add("delivery " + row.get(4) + " is " + row.get(2) + " after " + own);
      }
    }
    return wrong;
  }

  private static Set<String> expected(Arrivals.Arrival last) {
    return switch (last.fate()) {
      case "hard-bounce", "late-bounce" -> Set.of("bounced");
      case "dropped" -> Set.of("dropped");
      // A retry may be in doubt, or the person may have been suppressed by then.
      case "blocked", "blocked-mailbox-full" -> Set.of("failed", "in_doubt", "skipped");
      default -> Set.of("delivered");
    };
  }

  private List<String> doubtfulArrivals() throws SQLException {
    return first(books.rows(DOUBTFUL_ATTEMPTS)).stream()
        .filter(arrivals::hasAttempt)
        .map(attempt -> "attempt " + attempt + " arrived and nobody knows")
        .toList();
  }

  private List<String> lostPosts() throws SQLException {
    Map<String, Integer> stored = books.counts(POSTS);
    List<String> lost = new ArrayList<>();
    postman
        .taken()
        .forEach(
            (post, times) -> {
              int there = stored.getOrDefault(post, 0);
              if (there < times) {
                lost.add("post " + post + " was taken " + times + " times and is there " + there);
              }
            });
    return lost;
  }

  private List<String> unbalanced() throws IOException, InterruptedException {
    try (Victim verify = launcher.start(Map.of(), List.of("verify", "--all"))) {
      int code = verify.await();
      if (verify.said().contains("there is no command")) {
        tally.count("verify is not there yet");
        return List.of();
      }
      return code == 0 ? List.of() : List.of("ended with " + code + ": " + verify.said());
    }
  }

  private static List<String> first(List<List<String>> rows) {
    return rows.stream().map(List::getFirst).toList();
  }
}
