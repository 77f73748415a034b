package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import mailctl.database.Tx;

/// Says whether this database may mail anybody, and under which installation's id.
public interface Permit {
  /// Asked in the transaction of every claim.
  ///
  /// @throws mailctl.database.Refusal when it may not; then nothing is claimed
  void require(Tx tx);

  /// The id that messages carry from now on.
  String installation();

  /// Always, as that installation.
  static Permit always(String installation) {
    requireNonNull(installation, "installation is null");
    return new Permit() {
      @Override
      public void require(Tx tx) {}

      @Override
      public String installation() {
        return installation;
      }
    };
  }
}
