package mailctl.erasure;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;
import mailctl.suppression.SuppressionStore;
import mailctl.webhook.ErasedPosts;

/// Forgets one person, in one transaction. Done again it finds what came meanwhile, or nothing.
public final class Erasure {
  private final Database database;
  private final InstantSource clock;
  private final PostParser parser;
  private final ErasedPosts erasedPosts;
  private final SuppressionStore suppressions;
  private final ForgetStore store = new ForgetStore();
  private final ForgetPostStore posts = new ForgetPostStore();

  public Erasure(
      Database database, InstantSource clock, PostParser parser, SuppressionStore suppressions) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.parser = requireNonNull(parser, "parser is null");
    this.erasedPosts = new ErasedPosts(parser);
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
  }

  /// @throws Refusal (TRY_AGAIN) while a message to the address is being sent; (CONFLICT) while it
  ///   is not known whether one was sent
  public Forgotten forget(String address, String by, boolean dryRun) {
    String lower = address.strip().toLowerCase(Locale.ROOT);
    return dryRun
        ? database.rehearse(tx -> forget(tx, lower, by))
        : database.transaction(tx -> forget(tx, lower, by));
  }

  private Forgotten forget(Tx tx, String address, String by) {
    Instant now = clock.instant();
    // The posts first, as those who apply them do.
    List<Long> naming = posts.lockNaming(tx, address);
    List<Long> registrations = store.registrations(tx, address);
    List<Long> deliveries = store.deliveries(tx, address, registrations);
    store.lock(tx, deliveries).ifPresent(Erasure::refuse);
    String pseudonym = store.pseudonym(tx, address, !registrations.isEmpty(), by, now);
    int rewritten = 0;
    for (long post : naming) {
      rewritten += rewrite(tx, post, address, pseudonym, now) ? 1 : 0;
    }
    List<ForgetPostStore.Parked> parked = posts.parkedNaming(tx, address);
    for (ForgetPostStore.Parked each : parked) {
      byte[] clean = element(tx, each.body(), address, pseudonym);
      posts.rewriteParked(tx, each.id(), clean, address, pseudonym);
    }
    store.blank(tx, registrations, pseudonym);
    int sent = store.deliveries(tx, deliveries, address, pseudonym);
    int attempts = store.attempts(tx, deliveries, address, pseudonym);
    int events = store.history(tx, deliveries, address, pseudonym);
    int suppressed = store.suppressions(tx, address, pseudonym);
    // What stands in for the person is mailed no more, either.
    suppressions.add(
        tx,
        List.of(
            new Suppression(
                pseudonym,
                new Scope.Global(),
                SuppressionReason.ERASED,
                SuppressionSource.ERASURE,
                "erasure",
                now)));
    return new Forgotten(
        pseudonym,
        registrations.size(),
        sent,
        attempts,
        events,
        suppressed,
        rewritten,
        parked.size(),
        store.stillNamed(tx, address));
  }

  private static void refuse(ForgetStore.Busy busy) {
    if (busy.status().equals("sending")) {
      throw new Refusal(
          Refusal.Kind.TRY_AGAIN,
          "delivery " + busy.delivery() + " is being sent right now",
          "the same in a minute");
    }
    throw new Refusal(
        Refusal.Kind.CONFLICT,
        "delivery "
            + busy.delivery()
            + " is in doubt: whether it was sent can be found out by the address alone",
        "mailctl inspect delivery " + busy.delivery() + ", then mailctl resolve");
  }

  /// False for a post that names a longer address only.
  private boolean rewrite(Tx tx, long post, String address, String pseudonym, Instant now) {
    byte[] body = posts.body(tx, post);
    byte[] clean = erasedPosts.replace(tx, body, address, pseudonym);
    if (clean == body) {
      return false;
    }
    if (parser.parse(body) instanceof ParsedPost.Elements(List<ParsedPost.Element> before)
        && parser.parse(clean) instanceof ParsedPost.Elements(List<ParsedPost.Element> after)) {
      for (int i = 0; i < before.size(); i++) {
        if (before.get(i) instanceof ParsedPost.Readable(_, _, ProviderEvent was)
            && after.get(i) instanceof ParsedPost.Readable(_, _, ProviderEvent is)
            && !EventFingerprint.of(was).equals(EventFingerprint.of(is))) {
          posts.refer(
              tx,
              was.origin().occurredAt(),
              EventFingerprint.of(was),
              EventFingerprint.of(is),
              ip(is));
        }
      }
    }
    posts.rewrite(tx, post, clean, now);
    return true;
  }

  private static Optional<String> ip(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Opened opened -> Optional.of(opened.visit().ip());
      case ProviderEvent.Clicked clicked -> Optional.of(clicked.visit().ip());
      default -> Optional.empty();
    };
  }

  /// A parked element is kept without its post around it.
  private byte[] element(Tx tx, byte[] body, String address, String pseudonym) {
    byte[] post = new byte[body.length + 2];
    post[0] = '[';
    System.arraycopy(body, 0, post, 1, body.length);
    post[post.length - 1] = ']';
    byte[] clean = erasedPosts.replace(tx, post, address, pseudonym);
    if (clean.length < 2 || clean[0] != '[') {
      return clean;
    }
    byte[] element = new byte[clean.length - 2];
    System.arraycopy(clean, 1, element, 0, element.length);
    return element;
  }
}
