package mailctl.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import mailctl.app.App;
import mailctl.campaign.ScheduledEmailId;
import mailctl.delivery.Dispatched;

/// Plans what is due, says how long that took, waits for the word, and sends it.
final class SendMain {
  private SendMain() {}

  static void main(String[] args) throws Exception {
    try (App app = BenchSettings.app(args[0]);
        BufferedReader told =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      app.delivery();
      HeapPeak peak = HeapPeak.start();
      long start = System.nanoTime();
      app.delivery().dueEmails().runOnce(1);
      long planNanos = System.nanoTime() - start;
      long heap = peak.megabytes();
      long planned = app.delivery().dueWork().waiting();
      System.out.printf("planned %d nanos %d heap_mb %d%n", planned, planNanos, heap);
      told.readLine();
      start = System.nanoTime();
      Dispatched done =
          app.delivery().dispatch().email(new ScheduledEmailId(Long.parseLong(args[1])));
      System.out.printf("sent %d nanos %d%n", done.accepted(), System.nanoTime() - start);
    }
  }
}
