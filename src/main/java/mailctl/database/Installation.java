package mailctl.database;

import static java.util.Objects.requireNonNull;

/// Which installation of mailctl a database belongs to. The id is in every message we send; the secret
/// signs unsubscribe links and leaves the process in no form.
public record Installation(String id, byte[] secret, int generation) {
  public Installation {
    requireNonNull(id, "id is null");
    secret = secret.clone();
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return "Installation[id=" + id + ", secret=***, generation=" + generation + "]";
  }
}
