package mailctl.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Asks the C library what `System.console()` cannot tell: which of the three streams are
/// terminals, and how large the window is.
final class NativeTerminal {
  private static final long TIOCGWINSZ_LINUX = 0x5413;
  private static final long TIOCGWINSZ_MAC = 0x40087468;

  private NativeTerminal() {}

  /// Linux shows what a descriptor is; asking the C library takes tens of milliseconds.
  static boolean isTerminal(int descriptor) {
    String target = target(descriptor);
    if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")) {
      return true;
    }
    boolean isNone =
        target.startsWith("pipe:")
            || target.startsWith("socket:")
            || target.equals("/dev/null")
            || Files.isRegularFile(Path.of(target));
    return !isNone && isatty(descriptor);
  }

  /// Empty where the system does not show it.
  private static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor)))
          .toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static boolean isatty(int descriptor) {
    try {
      MethodHandle isatty =
          function("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      return (int) isatty.invokeExact(descriptor) == 1;
    } catch (Throwable e) {
      // No such function on this system: then nothing here is known to be a terminal.
      return false;
    }
  }

  /// The window's lines, or 0 when unknown.
  static int lines(int descriptor) {
    return windowSize(descriptor, 0);
  }

  /// The window's columns, or 0 when unknown.
  static int columns(int descriptor) {
    return windowSize(descriptor, 2);
  }

  private static int windowSize(int descriptor, int offset) {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle ioctl =
          function(
              "ioctl",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      MemorySegment size = arena.allocate(8);
      long request = mac ? TIOCGWINSZ_MAC : TIOCGWINSZ_LINUX;
      int result = (int) ioctl.invokeExact(descriptor, request, size);
      return result == 0 ? Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, offset)) : 0;
    } catch (Throwable e) {
      return 0;
    }
  }

  @SuppressWarnings("restricted") // The launcher and the manifest allow native access.
  private static MethodHandle function(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), shape, options);
  }
}
