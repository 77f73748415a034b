package mailctl.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotifySocketTest {
  /// Java cannot listen to datagrams on a Unix socket either.
  private static final String LISTENER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1].replace('@', '\\0', 1))
      s.settimeout(20)
      print('bound', flush=True)
      print(s.recv(4096).decode().replace('\\n', '|'), flush=True)
      """;

  @TempDir private Path folder;

  @Test
  void a_service_that_has_started_is_ready_for_the_service_manager() throws Exception {
    assertThat(heardOn(folder.resolve("notify").toString()))
        .isEqualTo("READY=1|STATUS=receiving, processing and sending");
  }

  @Test
  void the_abstract_namespace_works_too() throws Exception {
    assertThat(heardOn("@mailctl-test-" + ProcessHandle.current().pid())).startsWith("READY=1|");
  }

  @Test
  void without_a_service_manager_nothing_is_said() {
    assertThat(NotifySocket.of("")).isEmpty();
    assertThat(NotifySocket.of("relative")).isEmpty();
  }

  @Test
  void nobody_there_is_no_harm() {
    NotifySocket nobody = NotifySocket.of(folder.resolve("gone").toString()).orElseThrow();

    assertThatCode(() -> new Announcement(nobody).start()).doesNotThrowAnyException();
  }

  private static String heardOn(String path) throws Exception {
    Process process = listener(path);
    try (BufferedReader said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("bound");
      new Announcement(NotifySocket.of(path).orElseThrow()).start();
      return said.readLine();
    } finally {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static Process listener(String path) {
    try {
      return new ProcessBuilder("python3", "-c", LISTENER, path).start();
    } catch (IOException e) {
      return abort("python3 is not here");
    }
  }
}
