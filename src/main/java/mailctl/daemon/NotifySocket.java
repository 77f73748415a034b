package mailctl.daemon;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The datagram socket on which systemd hears how a service does (`NOTIFY_SOCKET`, sd_notify(3)).
/// Java itself speaks no datagrams to Unix sockets. Linux only; a message that does not arrive does
/// no harm here.
public final class NotifySocket {
  private static final Logger log = LoggerFactory.getLogger(NotifySocket.class);
  private static final int AF_UNIX = 1;
  private static final int DATAGRAM_CLOSED_ON_EXEC = 2 | 0x80000;
  private static final int NO_SIGNAL = 0x4000;
  private static final int LONGEST_PATH = 107;

  private final byte[] address;

  private NotifySocket(byte[] address) {
    this.address = requireNonNull(address, "address is null");
  }

  /// `path` is what `NOTIFY_SOCKET` says; empty when nobody listens.
  public static Optional<NotifySocket> of(String path) {
    boolean known = path.startsWith("/") || path.startsWith("@");
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (!known || bytes.length > LONGEST_PATH) {
      return Optional.empty();
    }
    if (path.startsWith("@")) {
      // The abstract namespace.
      bytes[0] = 0;
    }
    return Optional.of(new NotifySocket(bytes));
  }

  /// `READY=1`, `STOPPING=1`, …; a line each.
  void send(String message) {
    try {
      sendTo(message.getBytes(StandardCharsets.UTF_8));
    } catch (Throwable e) {
      log.warn("notify_socket=failed reason={}", e.toString());
    }
  }

  private void sendTo(byte[] message) throws Throwable {
    MethodHandle socket =
        function(
            "socket",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    MethodHandle sendto =
        function(
            "sendto",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    MethodHandle close =
        function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) socket.invokeExact(AF_UNIX, DATAGRAM_CLOSED_ON_EXEC, 0);
      MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
      MemorySegment to = arena.allocate(Short.BYTES + address.length);
      to.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(address, 0, to, ValueLayout.JAVA_BYTE, Short.BYTES, address.length);
      long sent =
          (long)
              sendto.invokeExact(
                  descriptor, text, (long) message.length, NO_SIGNAL, to, (int) to.byteSize());
      int _ = (int) close.invokeExact(descriptor);
      if (sent != message.length) {
        log.warn("notify_socket=failed sent={}", sent);
      }
    }
  }

  @SuppressWarnings("restricted") // The launcher and the manifest allow native access.
  private static MethodHandle function(String name, FunctionDescriptor shape) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), shape);
  }
}
