package mailctl.fence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the embedded server has its data: the path, and the folder's own number, which a copy put
/// back in the same path does not have.
public final class Place {
  private Place() {}

  /// Empty where the file system does not tell.
  public static Optional<String> of(Path data) {
    try {
      return Optional.of(
          data.toRealPath() + " (inode " + Files.getAttribute(data, "unix:ino") + ")");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
