package mailctl.webhook;

import static mailctl.database.schema.Tables.WEBHOOK_REFUSAL;
import static mailctl.support.TestRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailctl.support.LogCapture;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RefusalCounterTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final SettableClock clock = new SettableClock(NOW.plusSeconds(90));

  @Test
  void a_flood_is_a_row_for_each_reason_and_hour() {
    RefusalCounter counter = new RefusalCounter(db.database(), clock);
    for (int i = 0; i < 1_000; i++) {
      counter.answered(new Receipt.Refused(SignatureVerifier.Verdict.WRONG));
    }
    counter.answered(new Receipt.Refused(SignatureVerifier.Verdict.MISSING));
    counter.answered(new Receipt.Unavailable("busy"));
    assertThat(rows()).isEmpty();

    try (LogCapture log = LogCapture.ofThisThread(RefusalCounter.class)) {
      counter.flush();
      counter.flush();
      assertThat(log.lines()).containsExactly("WARN webhook=refused missing=1 wrong=1000");
    }
    clock.tick(Duration.ofMinutes(2));
    new RefusalCounter(db.database(), clock)
        .and(counter)
        .answered(new Receipt.Refused(SignatureVerifier.Verdict.WRONG));
    counter.flush();
    clock.tick(Duration.ofHours(1));
    counter.answered(new Receipt.Refused(SignatureVerifier.Verdict.WRONG));
    counter.flush();

    assertThat(rows())
        .containsExactly(
            "2026-06-01T12:00:00Z missing 1 2026-06-01T12:01:30Z",
            "2026-06-01T12:00:00Z wrong 1001 2026-06-01T12:03:30Z",
            "2026-06-01T13:00:00Z wrong 1 2026-06-01T13:03:30Z");
  }

  private java.util.List<String> rows() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .selectFrom(WEBHOOK_REFUSAL)
                    .orderBy(WEBHOOK_REFUSAL.HOUR, WEBHOOK_REFUSAL.REASON)
                    .fetch(
                        row ->
                            row.getHour()
                                + " "
                                + row.getReason()
                                + " "
                                + row.getPosts()
                                + " "
                                + row.getLastAt()));
  }
}
