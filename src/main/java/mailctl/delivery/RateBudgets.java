package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Locale;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Sets the budgets that all processes share. A change counts for every process within a moment.
public final class RateBudgets {
  /// The scope of everybody together.
  public static final String ALL = "all";

  private final RateBudgetStore store;
  private final InstantSource clock;

  public RateBudgets(InstantSource clock) {
    this.store = new RateBudgetStore();
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The scope of a recipient domain as a person writes it.
  ///
  /// @throws Refusal (USAGE) when it is none
  public static String domain(String text) {
    String domain = text.strip().toLowerCase(Locale.ROOT);
    if (!domain.matches("[^@\\s.]+(\\.[^@\\s.]+)+")) {
      throw new Refusal(Refusal.Kind.USAGE, "no domain: " + text, "for example gmail.com");
    }
    return domain;
  }

  public void set(Tx tx, String scope, int perSecond) {
    if (perSecond < 1) {
      throw new Refusal(
          Refusal.Kind.USAGE, "a budget is at least 1 a second", "mailctl budget set --off");
    }
    store.set(tx, scope, perSecond, clock.instant());
  }

  /// Returns whether there was one.
  public boolean off(Tx tx, String scope) {
    return store.delete(tx, scope);
  }
}
