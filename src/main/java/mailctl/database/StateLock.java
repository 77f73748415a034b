package mailctl.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Held by the one process that starts, stops or attaches to the embedded server. The operating
/// system takes it from a process that dies.
final class StateLock implements AutoCloseable {
  /// Unpacking, making and starting take a second or three; recovery after a crash may take long.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  static StateLock take(StateDirectory state, Path file) {
    FileChannel channel;
    try {
      boolean made = Files.notExists(file);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (made) {
        FileOwner.like(state.root(), file);
      }
    } catch (IOException e) {
      throw state.unusable(e);
    }
    try {
      Waiting waiting = new Waiting(PATIENCE);
      while (tryLock(channel) == null) {
        if (!waiting.goOn()) {
          throw new Refusal(
              Refusal.Kind.TRY_AGAIN,
              "another mailctl process is starting or stopping the embedded database in "
                  + state.root()
                  + " and does not come to an end");
        }
      }
      return new StateLock(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw state.unusable(e);
    } catch (RuntimeException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  /// Java throws when the same process has the lock already; for us that is just another holder.
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock is gone either way.
    }
  }
}
