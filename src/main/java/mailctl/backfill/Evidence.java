package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.delivery.ReceivedEvent;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;
import mailctl.provider.PostWriter;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.ErasureStore;
import mailctl.webhook.BackfillPostStore;
import mailctl.webhook.ErasedPosts;
import mailctl.webhook.EventSink;
import mailctl.webhook.WebhookPostId;

/// Keeps found events as a post and applies what the post says: what is stored is what was applied,
/// and a replay of it changes nothing.
final class Evidence {
  private final Database database;
  private final PostWriter writer;
  private final PostParser parser;
  private final EventSink sink;
  private final InstantSource clock;
  private final ErasedPosts erased;
  private final ErasureStore erasures = new ErasureStore();
  private final BackfillPostStore posts = new BackfillPostStore();

  Evidence(
      Database database,
      PostWriter writer,
      PostParser parser,
      EventSink sink,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.writer = requireNonNull(writer, "writer is null");
    this.parser = requireNonNull(parser, "parser is null");
    this.erased = new ErasedPosts(parser);
    this.sink = requireNonNull(sink, "sink is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// In a transaction, rolled back when it is only to be seen what would happen.
  <T> T run(boolean dryRun, Function<Tx, T> work) {
    return dryRun ? database.rehearse(work) : database.transaction(work);
  }

  /// Says what became of them. The post holds those that have a place in the history; when none of
  /// them was new, no post is kept.
  AppliedEvents apply(Tx tx, List<ProviderEvent> events) {
    if (events.isEmpty()) {
      return new AppliedEvents(0, 0, 0, 0, List.of());
    }
    Instant now = clock.instant();
    erasures.enter(tx);
    byte[] body = erased.clean(tx, writer.write(events));
    WebhookPostId post = posts.insertProcessed(tx, body, events.size(), now);
    List<ReceivedEvent> received = new ArrayList<>();
    if (parser.parse(body) instanceof ParsedPost.Elements(List<ParsedPost.Element> elements)) {
      for (ParsedPost.Element element : elements) {
        if (element instanceof ParsedPost.Readable(int index, _, ProviderEvent event)) {
          received.add(new ReceivedEvent(post.value(), index, event, now));
        }
      }
    }
    AppliedEvents result = sink.apply(tx, received);
    if (result.applied() == 0) {
      posts.discard(tx, post);
      return result;
    }
    if (received.size() - result.unapplied().size() < events.size()) {
      Set<Integer> left = new TreeSet<>();
      received.forEach(each -> left.add(each.element()));
      result.unapplied().forEach(each -> left.remove(each.event().element()));
      byte[] narrow = writer.write(left.stream().map(events::get).toList());
      posts.narrow(tx, post, erased.clean(tx, narrow), left.size());
    }
    posts.wakeOthers(tx);
    return result;
  }
}
