package mailctl.fence;

import static java.util.Objects.requireNonNull;

/// Who has said that a database may send, why, and on which host.
record Decision(String by, String reason, String host) {
  Decision {
    requireNonNull(by, "by is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(host, "host is null");
  }
}
