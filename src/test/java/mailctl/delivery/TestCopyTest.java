package mailctl.delivery;

import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.provider.ProviderEvent;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TestCopyTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void what_the_provider_says_of_a_test_copy_is_known_to_be_no_deliverys() {
    SendingFixture sending = new SendingFixture(db.database());
    ScheduledEmailId email = sending.emailTo(2);
    TestCopy copy = sending.feature.testCopy();
    copy.send(copy.prepare(email, Optional.empty(), "me@x.example"));
    var sent = sending.provider.requests().getFirst().recipients().getFirst();

    AppliedEvents applied =
        sending.apply(
            new ProviderEvent.Delivered(
                new ProviderEvent.Origin(
                    sending.clock.instant(),
                    "me@x.example",
                    Optional.ofNullable(sent.customArgs().get("mailctl_ref")),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                "250 OK"));

    assertThat(sent.customArgs()).containsOnlyKeys("mailctl_ref");
    assertThat(applied.otherInstallation()).isEqualTo(1);
    assertThat(applied.unapplied()).isEmpty();
    assertThat(sending.deliveries(email)).isEmpty();
    int kept = sending.read(tx -> tx.dsl().fetchCount(PROVIDER_EVENT));
    assertThat(kept).isZero();
  }
}
