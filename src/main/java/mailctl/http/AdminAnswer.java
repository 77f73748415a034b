package mailctl.http;

import static java.util.Objects.requireNonNull;

/// What came of it, as JSON.
public record AdminAnswer(int status, String json) {
  public AdminAnswer {
    requireNonNull(json, "json is null");
  }
}
