package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/// A page of the admin listener for reading; `body` is asked for each time.
public record AdminPage(String path, String contentType, Supplier<String> body) {
  public AdminPage {
    requireNonNull(path, "path is null");
    requireNonNull(contentType, "contentType is null");
    requireNonNull(body, "body is null");
  }
}
