package mailctl.bench;

import java.util.concurrent.atomic.AtomicLong;
import mailctl.app.App;
import mailctl.delivery.EmailBooks;
import mailctl.delivery.Ledger;
import mailctl.delivery.Rebuild;

/// Verifies everything, as `mailctl verify --all` does, and says how long it took, what the heap
/// held at most, and what it found.
final class VerifyMain {
  private static final int NAMED = 20;

  private VerifyMain() {}

  static void main(String[] args) {
    try (App app = BenchSettings.app(args[0])) {
      Ledger ledger = app.delivery().ledger();
      AtomicLong recipients = new AtomicLong();
      AtomicLong broken = new AtomicLong();
      HeapPeak peak = HeapPeak.start();
      long start = System.nanoTime();
      ledger.verify(new Rebuild.Scope.All(), NAMED, books -> count(books, recipients, broken));
      ledger.verifyInstallation(NAMED).forEach(law -> count(law.law(), broken));
      System.out.printf(
          "verified %d nanos %d heap_mb %d broken %d%n",
          recipients.get(), System.nanoTime() - start, peak.megabytes(), broken.get());
    }
  }

  private static void count(EmailBooks books, AtomicLong recipients, AtomicLong broken) {
    recipients.addAndGet(books.recipients());
    System.out.println("email " + books.id());
    books.broken().forEach(law -> count(law.law() + " " + law.rows(), broken));
  }

  private static void count(String law, AtomicLong broken) {
    broken.incrementAndGet();
    System.out.println("broken " + law);
  }
}
