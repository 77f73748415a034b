package mailctl.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The numbers of the user and the group that a file belongs to.
record FileOwner(int user, int group) {
  static final FileOwner NOBODY = new FileOwner(65534, 65534);

  static FileOwner of(Path file) throws IOException {
    return new FileOwner(
        (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS),
        (int) Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS));
  }

  /// Whom a file made here belongs to: us.
  static FileOwner ofNewFileIn(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "probe", "");
    try {
      return of(probe);
    } finally {
      Files.delete(probe);
    }
  }

  boolean isRoot() {
    return user == 0;
  }

  /// Gives what root made in another user's folder, if it did, to that user.
  static void like(Path folder, Path made) throws IOException {
    FileOwner owner = of(folder);
    if (Files.exists(made) && !owner.isRoot() && of(made).isRoot()) {
      owner.take(made);
    }
  }

  /// Only root may.
  void take(Path tree) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(tree)) {
      files = walk.toList();
    }
    for (Path file : files) {
      Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
