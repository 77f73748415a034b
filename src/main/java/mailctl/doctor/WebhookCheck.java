package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import mailctl.inspect.Debt;
import mailctl.inspect.RadarState;
import mailctl.inspect.RefusedPosts;

/// Tells a dead webhook from a quiet one. Silence alone means nothing: it is dead when messages
/// were accepted since it last spoke, and their first event is late.
public final class WebhookCheck implements Check {
  private final Supplier<RadarState> radar;

  public WebhookCheck(Supplier<RadarState> radar) {
    this.radar = requireNonNull(radar, "radar is null");
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Finding look() {
    RadarState state = radar.get();
    Optional<RefusedPosts> refused =
        state.refused().stream().max(Comparator.comparing(RefusedPosts::lastAt));
    boolean onlyRefused =
        refused.isPresent()
            && state.lastPost().map(last -> refused.get().lastAt().isAfter(last)).orElse(true);
    if (state.unheard() > 0 && onlyRefused) {
      return refused(state, refused.get());
    }
    if (state.unheard() > 0) {
      return Finding.fail(
          "the webhook is dead: "
              + Words.count(state.unheard(), "message owes", "messages owe")
              + " a first event, "
              + lastPost(state),
          "check that SendGrid posts to public.url + /webhooks/sendgrid (Settings > Mail Settings >"
              + " Event Webhook), that it gets through, and that serve runs; then mailctl backfill");
    }
    if (state.debt().processedLate() > 0) {
      return Finding.warn(
          "the webhook is alive, "
              + lastPost(state)
              + ", and still "
              + Words.count(state.debt().processedLate(), "message owes", "messages owe")
              + " a first event",
          "mailctl inspect gaps shows when; mailctl backfill asks for them");
    }
    if (onlyRefused) {
      return Finding.warn(
          posts(state, refused.get()) + ", though nothing is owed late",
          "if they are SendGrid's, webhook.keys is wrong; else somebody tries the door");
    }
    return Finding.ok(quiet(state));
  }

  private static Finding refused(RadarState state, RefusedPosts refused) {
    return Finding.fail(
        posts(state, refused)
            + ", and "
            + Words.count(state.unheard(), "message owes", "messages owe")
            + " a first event: wrong key?",
        "compare webhook.keys with SendGrid's verification key (Settings > Mail Settings > Signed"
            + " Event Webhook); SendGrid repeats refused posts for a day");
  }

  private static String posts(RadarState state, RefusedPosts refused) {
    return "posts arrive but their signature is refused ("
        + refused.reason().replace('_', ' ')
        + ", the last one "
        + ago(refused.lastAt(), state.at())
        + ")";
  }

  private static String quiet(RadarState state) {
    Debt debt = state.debt();
    return debt.fin() == 0
        ? "quiet: nothing is owed, " + lastPost(state)
        : "alive: "
            + Words.count(debt.fin(), "message owes", "messages owe")
            + " an event, none of them a late first one, "
            + lastPost(state);
  }

  private static String lastPost(RadarState state) {
    return state
        .lastPost()
        .map(last -> "last post " + ago(last, state.at()))
        .orElse("no post ever came");
  }

  private static String ago(Instant then, Instant now) {
    return Words.amount(Duration.between(then, now)) + " ago";
  }
}
