package mailctl.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

final class LogSetupTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void is_what_logback_finds() {
    assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(LogSetup.class);
  }

  @Test
  void says_little_of_a_command_that_ends() {
    new LogSetup(Optional.empty()).configure(context);

    assertThat(context.getLogger("mailctl.any").getEffectiveLevel()).isEqualTo(Level.WARN);
    assertThat(context.getLogger("org.flywaydb.core").getEffectiveLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void masks_addresses_in_its_lines() {
    LoggingEvent event = new LoggingEvent();
    event.setLevel(Level.WARN);
    event.setLoggerName("mailctl.any");
    event.setMessage("cannot tell kim@example.org");

    assertThat(new String(new CommandLines("").encode(event), UTF_8))
        .isEqualTo("mailctl: cannot tell k…@example.org\n");
  }

  @Test
  void leaves_it_to_the_file_that_somebody_names() {
    assertThat(new LogSetup(Optional.of("mine.xml")).configure(context))
        .isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);

    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).isExhausted();
  }
}
