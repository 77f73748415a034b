package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Optional;
import mailctl.provider.MailProvider;

/// Parts that a test puts in the place of those that `App` would make.
public record Substitutes(Optional<InstantSource> clock, Optional<MailProvider> provider) {
  public Substitutes {
    requireNonNull(clock, "clock is null");
    requireNonNull(provider, "provider is null");
  }

  public static Substitutes none() {
    return new Substitutes(Optional.empty(), Optional.empty());
  }

  public Substitutes withClock(InstantSource clock) {
    return new Substitutes(Optional.of(clock), provider);
  }

  public Substitutes withProvider(MailProvider provider) {
    return new Substitutes(clock, Optional.of(provider));
  }
}
