package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What came of trying to claim and send once.
sealed interface Step {
  /// One claim's worth of work.
  record Done(Dispatched what) implements Step {
    public Done {
      requireNonNull(what, "what is null");
    }
  }

  /// A budget is used up for that long.
  ///
  /// @param domainsAlone only domains with a budget of their own wait: other emails can go on
  record Wait(Duration time, boolean domainsAlone) implements Step {
    public Wait {
      requireNonNull(time, "time is null");
    }
  }

  /// Nothing of that email is due now.
  record Nothing() implements Step {}
}
