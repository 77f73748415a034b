package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class EventPartitionsTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void this_month_and_the_next_two_are_prepared_and_doing_it_again_changes_nothing() {
    EventPartitions partitions =
        new EventPartitions(db.database(), SettableClock.at("2040-11-30T23:59:59Z"));

    partitions.prepare();
    partitions.prepare();

    List<String> months =
        db.database()
            .transaction(
                tx ->
                    List.copyOf(
                        tx.dsl()
                            .fetch(
                                "select relname from pg_class where relkind = 'r'"
                                    + " and relname ~ '^provider_event_204' order by 1")
                            .getValues(0, String.class)));
    assertThat(months)
        .containsExactly(
            "provider_event_2040_11", "provider_event_2040_12", "provider_event_2041_01");
  }
}
