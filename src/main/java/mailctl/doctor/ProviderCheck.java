package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;
import mailctl.inspect.ProviderLimits;

/// Whether SendGrid has taken what we sent lately, or asked for patience.
public final class ProviderCheck implements Check {
  private final Supplier<ProviderLimits> limits;

  public ProviderCheck(Supplier<ProviderLimits> limits) {
    this.limits = requireNonNull(limits, "limits is null");
  }

  @Override
  public String name() {
    return "provider";
  }

  @Override
  public Finding look() {
    ProviderLimits found = limits.get();
    return switch (found.breaker()) {
      // Nothing closes it but the next request, however long ago the failures were.
      case HALF_OPEN ->
          Finding.ok(
              "SendGrid failed "
                  + Words.count(found.faults(), "time", "times")
                  + " in a row, the last time: "
                  + found.faultWords()
                  + "; the next request tries whether it is back");
      case OPEN ->
          Finding.warn(
              "nobody calls SendGrid, which failed "
                  + Words.count(found.faults(), "time", "times")
                  + " in a row, the last time: "
                  + found.faultWords(),
              "nothing: one request tries "
                  + found
                      .openUntil()
                      .map(until -> Duration.between(found.at(), until))
                      .filter(Duration::isPositive)
                      .map(left -> "again in " + Words.amount(left))
                      .orElse("next")
                  + "; see https://status.sendgrid.com and sendgrid.url");
      case CLOSED ->
          found
              .pausedUntil()
              .map(
                  until ->
                      Finding.warn(
                          "SendGrid asks for patience for another "
                              + Words.amount(Duration.between(found.at(), until))
                              + ": "
                              + found.pauseWords(),
                          "nothing; or a lower rate: mailctl budget set --per-second N"))
              .orElseGet(
                  () ->
                      Finding.ok(
                          found
                              .all()
                              .map(
                                  budget ->
                                      "the rate budget is "
                                          + budget.perSecond()
                                          + " a second; "
                                          + budget.lastMinute()
                                          + " granted in the last minute")
                              .orElse("SendGrid is called as fast as it answers")));
    };
  }
}
