package mailctl.erasure;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.provider.EventFingerprint;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.ErasureStore;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;
import mailctl.suppression.SuppressionStore;
import mailctl.webhook.ErasedPosts;

/// Forgets one person, all that is there in one transaction. Done again it finds what came
/// meanwhile, or nothing.
public final class Erasure {
  private final Database database;
  private final InstantSource clock;
  private final PostParser parser;
  private final ErasedPosts erasedPosts;
  private final SuppressionStore suppressions;
  private final ErasureStore erasures = new ErasureStore();
  private final ForgetStore store = new ForgetStore();
  private final FormerAddressStore former = new FormerAddressStore();
  private final ForgetPostStore posts = new ForgetPostStore();

  public Erasure(
      Database database, InstantSource clock, PostParser parser, SuppressionStore suppressions) {
    this.database = requireNonNull(database, "database is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.parser = requireNonNull(parser, "parser is null");
    this.erasedPosts = new ErasedPosts(parser);
    this.suppressions = requireNonNull(suppressions, "suppressions is null");
  }

  /// With the addresses that the person had before. Where something about them was being written
  /// down meanwhile, by others who did not know yet, a second look finds it.
  ///
  /// @throws Refusal (TRY_AGAIN) while a message to the address is being sent; (CONFLICT) while it
  ///   is not known whether one was sent
  public Forgotten forget(String address, String by, boolean dryRun) {
    String lower = address.strip().toLowerCase(Locale.ROOT);
    if (dryRun) {
      return database.rehearse(tx -> first(tx, lower, by)).forgotten();
    }
    Look first = database.transaction(tx -> first(tx, lower, by));
    database.run(erasures::waitForOthers);
    Look second =
        database.transaction(tx -> look(tx, first.addresses(), first.deliveries(), false, by));
    return second.forgotten().withThoseBefore(first.forgotten(), first.wishes());
  }

  /// What one look found.
  ///
  /// @param addresses the person's own first, then those that it had before
  /// @param wishes events about mail that is not ours
  private record Look(
      List<String> addresses, List<Long> deliveries, int wishes, Forgotten forgotten) {}

  private Look first(Tx tx, String address, String by) {
    List<String> addresses = new ArrayList<>(List.of(address));
    List<String> others = new ArrayList<>();
    for (FormerAddressStore.Former each : former.of(tx, address)) {
      if (each.heldBy().isEmpty()) {
        addresses.add(each.address());
      } else {
        others.add(
            "deliveries of registration %d under an address that registration %d has now"
                .formatted(each.registration(), each.heldBy().get()));
      }
    }
    Look look = look(tx, addresses, List.of(), true, by);
    return new Look(
        look.addresses(), look.deliveries(), look.wishes(), look.forgotten().alsoNamedIn(others));
  }

  private Look look(Tx tx, List<String> addresses, List<Long> known, boolean first, String by) {
    Instant now = clock.instant();
    // The posts first, as those who apply them do.
    List<Long> naming = posts.lockNaming(tx, addresses);
    List<Long> registrations = store.registrations(tx, addresses.getFirst());
    List<Long> deliveries = store.deliveries(tx, addresses, registrations, known);
    store.lock(tx, deliveries).ifPresent(Erasure::refuse);
    Map<String, String> pseudonyms = new LinkedHashMap<>();
    for (String each : addresses) {
      boolean again = pseudonyms.isEmpty() ? !registrations.isEmpty() : first;
      pseudonyms.put(each, store.pseudonym(tx, each, again, by, now));
    }
    int rewritten = 0;
    for (long post : naming) {
      boolean named = false;
      for (Map.Entry<String, String> each : pseudonyms.entrySet()) {
        named |= rewrite(tx, post, each.getKey(), each.getValue(), now);
      }
      rewritten += named ? 1 : 0;
    }
    String person = requireNonNull(pseudonyms.get(addresses.getFirst()), "the person's own");
    store.blank(tx, registrations, person);
    int parked = 0;
    int attempts = 0;
    int events = 0;
    int wishes = 0;
    int suppressed = 0;
    List<String> stillNamed = new ArrayList<>();
    for (Map.Entry<String, String> each : pseudonyms.entrySet()) {
      String address = each.getKey();
      String pseudonym = each.getValue();
      for (ForgetPostStore.Parked element : posts.parkedNaming(tx, address)) {
        byte[] clean = element(tx, element.body(), address, pseudonym);
        posts.rewriteParked(tx, element.id(), clean, address, pseudonym);
        parked++;
      }
      store.deliveries(tx, deliveries, address, pseudonym);
      attempts = store.attempts(tx, deliveries, address, pseudonym);
      events = store.history(tx, deliveries, address, pseudonym);
      wishes += store.wishes(tx, address, pseudonym);
      suppressed += store.suppressions(tx, address, pseudonym);
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
      stillNamed.addAll(store.stillNamed(tx, address));
    }
    Forgotten forgotten =
        new Forgotten(
            person,
            addresses.subList(1, addresses.size()),
            registrations.size(),
            deliveries.size(),
            attempts,
            events + wishes,
            suppressed,
            rewritten,
            parked,
            stillNamed);
    return new Look(addresses, deliveries, wishes, forgotten);
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
