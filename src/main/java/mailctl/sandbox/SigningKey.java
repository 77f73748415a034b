package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Consumer;
import mailctl.sendgrid.SendGridSigner;

/// What the posts are signed with at the moment; nothing while signing is off. Safe for many
/// threads.
final class SigningKey {
  private volatile Optional<SendGridSigner> current;
  private volatile Consumer<SendGridSigner> listener = _ -> {};

  SigningKey(SendGridSigner first) {
    this.current = Optional.of(requireNonNull(first, "first is null"));
  }

  Optional<SendGridSigner> current() {
    return current;
  }

  /// Empty while signing is off.
  String publicKey() {
    return current.map(SendGridSigner::publicKey).orElse("");
  }

  /// Whoever wants to keep new keys.
  void onNew(Consumer<SendGridSigner> hears) {
    listener = hears;
  }

  /// With a new pair when it was off.
  synchronized void switchOn() {
    if (current.isEmpty()) {
      SendGridSigner made = SendGridSigner.generate();
      current = Optional.of(made);
      listener.accept(made);
    }
  }

  /// There is no way back to the pair.
  synchronized void switchOff() {
    current = Optional.empty();
  }
}
