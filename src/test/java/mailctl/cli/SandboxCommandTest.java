package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mailctl.sandbox.Behaviour;
import mailctl.support.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SandboxCommandTest {
  @TempDir Path folder;

  @Test
  void it_says_how_to_reach_it_and_keeps_its_keys() throws Exception {
    Map<String, String> settings = Map.of("state.dir", folder.resolve("state").toString());
    String key;
    try (RunningMailctl sandbox = RunningMailctl.start(settings, "sandbox", "--port", "0")) {
      int port = sandbox.port("reports to http://127.0.0.1:8080/webhooks/sendgrid");
      assertThat(sandbox.stop()).isZero();
      Path keyFile = folder.resolve("state/sandbox.key.pub");
      assertThat(sandbox.stdout())
          .isEqualTo(
              """
              export SENDGRID_API_KEY=sandbox
              export MAILCTL_SENDGRID_URL=http://127.0.0.1:%d
              export MAILCTL_WEBHOOK_KEYS_FILE='%s'
              """
                  .formatted(port, keyFile));
      key = Files.readString(keyFile);
      assertThat(folder.resolve("state/sandbox.key"))
          .satisfies(
              file ->
                  assertThat(Files.getPosixFilePermissions(file).toString())
                      .doesNotContain("OTHERS"));
    }

    try (RunningMailctl again =
        RunningMailctl.start(settings, "sandbox", "--port", "0", "--json")) {
      assertThat(Patience.until(RunningMailctl.PATIENCE, () -> again.stdout().endsWith("}\n")))
          .isTrue();
      assertThat(again.stdout()).contains("\"webhook_key\" : \"" + key.strip() + "\"");
    }
  }

  @Test
  void mistakes_are_named() throws Exception {
    CommandRun run = CommandRun.create().set("state.dir", folder.toString());
    assertThat(run.run("sandbox", "--rates", "bounce=2").stderr()).contains("hard-bounce");
    assertThat(run.run("sandbox", "--rates", "blocked=200").exitCode()).isEqualTo(2);
    assertThat(run.run("sandbox", "--pace", "soon").exitCode()).isEqualTo(2);
    assertThat(run.run("sandbox", "--duplicates", "101").exitCode()).isEqualTo(2);
    Path wrong = Files.writeString(folder.resolve("wrong.key"), "no keys\n");
    assertThat(run.run("sandbox", "--key-file", wrong.toString()).exitCode()).isEqualTo(65);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run.run("sandbox", "--port", port).exitCode()).isEqualTo(69);
    }
  }

  @Test
  void its_help_topic_knows_every_word() {
    String topic = CommandRun.create().run("help", "sandbox-addresses").stdout();
    for (Behaviour behaviour : Behaviour.values()) {
      if (behaviour != Behaviour.DELIVERED) {
        assertThat(topic).contains(behaviour.keyword());
      }
    }
  }
}
