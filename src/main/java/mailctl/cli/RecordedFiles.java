package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import mailctl.database.Refusal;
import mailctl.sandbox.OutgoingPost;
import mailctl.sandbox.RecordedPosts;
import org.jspecify.annotations.Nullable;

/// The posts of several recordings, one after the other.
final class RecordedFiles implements Iterator<OutgoingPost>, AutoCloseable {
  private final Deque<String> names;
  private final InputStream stdin;
  private final OptionalInt postSize;
  private String name = "";
  private @Nullable InputStream open;
  private @Nullable RecordedPosts posts;

  RecordedFiles(List<String> names, InputStream stdin, OptionalInt postSize) {
    this.names = new ArrayDeque<>(names);
    this.stdin = requireNonNull(stdin, "stdin is null");
    this.postSize = requireNonNull(postSize, "postSize is null");
  }

  /// @throws Refusal (DATA) when a file is not a recording
  @Override
  public boolean hasNext() {
    try {
      while (posts == null || !posts.hasNext()) {
        close();
        if (names.isEmpty()) {
          return false;
        }
        name = names.remove();
        InputStream in = name.equals("-") ? stdin : Files.newInputStream(Path.of(name));
        open = in;
        posts = new RecordedPosts(in, postSize);
      }
      return true;
    } catch (UncheckedIOException e) {
      throw unreadable(String.valueOf(requireNonNull(e.getCause()).getMessage()));
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public OutgoingPost next() {
    RecordedPosts current = hasNext() ? posts : null;
    if (current == null) {
      throw new NoSuchElementException();
    }
    try {
      return current.next();
    } catch (UncheckedIOException e) {
      throw unreadable(String.valueOf(requireNonNull(e.getCause()).getMessage()));
    }
  }

  private Refusal unreadable(String why) {
    return new Refusal(
        Refusal.Kind.DATA,
        (name.equals("-") ? "standard input" : name) + " is not a recording of events: " + why,
        "JSON arrays of events, or one event a line");
  }

  @Override
  public void close() {
    posts = null;
    InputStream current = open;
    open = null;
    if (current != null && current != stdin) {
      try {
        current.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
