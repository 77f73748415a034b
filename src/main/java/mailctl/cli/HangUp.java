package mailctl.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGHUP as a wish instead of the end. The JDK's door to signals is no part of Java's promise, so
/// it is looked for when it is needed: where it is gone or shut (`-Xrs`), SIGHUP ends the process
/// as ever. A process that ignored it from the start (`nohup`) goes on ignoring it: the JVM sees to
/// that.
public final class HangUp {
  private static final Logger log = LoggerFactory.getLogger(HangUp.class);

  private HangUp() {}

  /// Runs `what` at each SIGHUP, on a thread of its own; false when that cannot be had.
  public static boolean heard(Runnable what) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hearing =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, values) -> answer(proxy, method, values, what));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), hearing);
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      Throwable why =
          e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
      log.debug("sighup=not_heard reason=\"{}\"", why.toString());
      return false;
    }
  }

  private static @Nullable Object answer(
      Object proxy, Method method, Object[] values, Runnable what) {
    return switch (method.getName()) {
      case "handle" -> {
        what.run();
        yield null;
      }
      case "equals" -> proxy == values[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "SIGHUP";
    };
  }
}
