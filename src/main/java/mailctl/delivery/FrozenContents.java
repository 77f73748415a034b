package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Database;
import mailctl.message.Partials;

/// What a standing email says to each of those that it is sent to: what it said when that happened
/// which it answers, however late it is sent or retried.
final class FrozenContents {
  private final Database database;
  private final ContentStore contents;

  FrozenContents(Database database, ContentStore contents) {
    this.database = requireNonNull(database, "database is null");
    this.contents = requireNonNull(contents, "contents is null");
  }

  /// The attempts by the email as it is sent to them; in the order in which they came.
  Map<EmailInPlace, List<Claim.Attempt>> sort(EmailInPlace email, List<Claim.Attempt> attempts) {
    Map<DeliveryId, FrozenContent> frozen =
        database.transaction(
            tx ->
                contents.of(
                    tx,
                    attempts.stream().map(Claim.Attempt::delivery).toList(),
                    email.email().filter()));
    FrozenContent now = new FrozenContent(email.withoutPartials().email().content(), Map.of());
    Map<FrozenContent, EmailInPlace> emails = new LinkedHashMap<>();
    Map<EmailInPlace, List<Claim.Attempt>> sorted = new LinkedHashMap<>();
    for (Claim.Attempt attempt : attempts) {
      FrozenContent content = frozen.getOrDefault(attempt.delivery(), now);
      EmailInPlace own =
          emails.computeIfAbsent(
              content,
              it ->
                  new EmailInPlace(
                      email.email().with(it.content()),
                      email.event().with(it.bulletin()),
                      email.organization(),
                      Partials.NONE));
      sorted.computeIfAbsent(own, _ -> new ArrayList<>()).add(attempt);
    }
    return sorted;
  }
}
