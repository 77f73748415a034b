package mailctl.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// Counts the statements that are prepared on the connections of a data source.
public final class CountedStatements {
  private final AtomicInteger count = new AtomicInteger();
  private final DataSource counted;

  public CountedStatements(DataSource dataSource) {
    this.counted = proxy(DataSource.class, dataSource);
  }

  public DataSource dataSource() {
    return counted;
  }

  /// Since it was asked last.
  public int take() {
    return count.getAndSet(0);
  }

  private <T> T proxy(Class<T> type, Object target) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            count.incrementAndGet();
          }
          try {
            Object result = method.invoke(target, arguments);
            return method.getName().equals("getConnection") && type == DataSource.class
                ? proxy(Connection.class, result)
                : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
