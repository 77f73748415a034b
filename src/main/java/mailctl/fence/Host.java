package mailctl.fence;

import static java.util.Objects.requireNonNull;

/// A machine that sends. The name is for people, the id stays the same.
record Host(String id, String name) {
  Host {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
  }
}
