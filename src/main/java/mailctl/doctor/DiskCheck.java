package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether the disk has room. Of another server's disk nothing can be seen from here.
public final class DiskCheck implements Check {
  private static final long LITTLE = 2L << 30;
  private static final long TOO_LITTLE = 256L << 20;

  private final Path folder;
  private final boolean embedded;

  /// `embedded`: the database lies in `folder`, too.
  public DiskCheck(Path folder, boolean embedded) {
    this.folder = requireNonNull(folder, "folder is null");
    this.embedded = embedded;
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Finding look() {
    try {
      FileStore disk = Files.getFileStore(existing(folder));
      return judge(disk.getUsableSpace(), disk.getTotalSpace());
    } catch (IOException e) {
      return Finding.warn(
          "the disk of " + folder + " cannot be looked at: " + e.getMessage(),
          "look whether state.dir may be read");
    }
  }

  Finding judge(long free, long total) {
    String words =
        "%s of %s free in %s, which holds %s"
            .formatted(
                Words.bytes(free),
                Words.bytes(total),
                folder,
                embedded
                    ? "the embedded database"
                    : "what this host remembers; the database is on another server");
    String advice = "make room, move state.dir, or keep less (retention.posts, retention.history)";
    if (embedded && free < TOO_LITTLE) {
      return Finding.fail(words, advice);
    }
    return embedded && free < LITTLE ? Finding.warn(words, advice) : Finding.ok(words);
  }

  private static Path existing(Path path) {
    Path each = path.toAbsolutePath();
    while (!Files.exists(each) && each.getParent() != null) {
      each = each.getParent();
    }
    return each;
  }
}
