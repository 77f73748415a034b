package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/// Something that the admin listener does when it is posted to; who may is the gate's business.
public record AdminAction(String path, Function<AdminCall, AdminAnswer> work) {
  public AdminAction {
    requireNonNull(path, "path is null");
    requireNonNull(work, "work is null");
  }
}
