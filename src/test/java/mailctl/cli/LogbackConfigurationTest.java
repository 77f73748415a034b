package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

final class LogbackConfigurationTest {
  @Test
  void the_shipped_configuration_is_read_and_quiet() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try (InputStream xml = getClass().getResourceAsStream("/logback.xml")) {
      configurator.doConfigure(xml);
    }

    assertThat(context.getLogger("mailctl.any").getEffectiveLevel()).isEqualTo(Level.WARN);
    assertThat(context.getLogger("org.flywaydb.core").getEffectiveLevel()).isEqualTo(Level.ERROR);
  }
}
