package mailctl.http;

import static java.util.Objects.requireNonNull;

/// A request to do something: who wants it, such as the token that it came with, and its body.
public record AdminCall(String actor, String body) {
  public AdminCall {
    requireNonNull(actor, "actor is null");
    requireNonNull(body, "body is null");
  }
}
