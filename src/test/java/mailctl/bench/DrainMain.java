package mailctl.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mailctl.app.App;
import mailctl.webhook.Pass;
import mailctl.webhook.WebhookProcessor;

/// Drains the inbox with so many workers as often as it is told to, and says how far it is after
/// each pass: `pass NANOS EVENTS`, then `done NANOS EVENTS APPLIED FAILED`.
final class DrainMain {
  private final WebhookProcessor processor;
  private final int workers;
  private long start;
  private Pass sum = emptyPass();

  private DrainMain(WebhookProcessor processor, int workers) {
    this.processor = processor;
    this.workers = workers;
  }

  static void main(String[] args) throws Exception {
    try (App app = BenchSettings.app(args[0]);
        BufferedReader told =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      WebhookProcessor processor = app.webhookProcessor();
      System.out.println("ready");
      while (told.readLine() != null) {
        new DrainMain(processor, Integer.parseInt(args[1])).drain();
      }
    }
  }

  private void drain() {
    start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      for (int i = 0; i < workers; i++) {
        threads.submit(this::work);
      }
    }
    System.out.printf(
        "done %d %d %d %d%n",
        System.nanoTime() - start, sum.events(), sum.applied(), sum.failedPosts());
  }

  private void work() {
    try {
      for (Pass pass = processor.runOnce(); pass.gotOn(); pass = processor.runOnce()) {
        report(pass);
      }
    } catch (RuntimeException e) {
      e.printStackTrace();
    }
  }

  private synchronized void report(Pass pass) {
    sum = sum.plus(pass);
    System.out.printf("pass %d %d%n", System.nanoTime() - start, sum.events());
  }

  private static Pass emptyPass() {
    return new Pass(0, 0, 0, 0, 0, 0, 0, 0);
  }
}
