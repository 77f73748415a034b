package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import mailctl.fence.FenceState;

/// Whether this database is the one that it takes itself for, so that it may send.
public final class FenceCheck implements Check {
  private final Supplier<FenceState> fence;

  public FenceCheck(Supplier<FenceState> fence) {
    this.fence = requireNonNull(fence, "fence is null");
  }

  @Override
  public String name() {
    return "fence";
  }

  @Override
  public Finding look() {
    FenceState state = fence.get();
    if (state.isFenced()) {
      return Finding.fail(
          "nothing is sent: this database is a copy, or was restored: " + state.words(),
          "mailctl unfence");
    }
    String words =
        "installation %s, generation %d, has sent from %s"
            .formatted(
                state.installation(),
                state.generation(),
                Words.count(state.hosts(), "host", "hosts"));
    return state
        .forgetful()
        .map(
            why ->
                Finding.warn(
                    words + "; this host would not notice a restored backup: " + why,
                    "set state.dir to a folder that stays"))
        .orElse(Finding.ok(words));
  }
}
