package mailctl.delivery;

import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import mailctl.database.schema.tables.records.SubmissionRecord;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BeginCallTest {
  private static final Instant NOW = TestRows.NOW;
  private static final String INSTALLATION = "abcd2345";

  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void a_claim_whose_lease_runs_may_be_called_and_gets_the_lease_that_the_call_needs() {
    SubmissionRecord claimed = claimed(NOW.plusSeconds(1));

    assertThat(begin(claimed, claimed.getOwner())).isTrue();

    SubmissionRecord calling = read(claimed);
    assertThat(calling.getState()).isEqualTo("calling");
    assertThat(calling.getInstallation()).isEqualTo(INSTALLATION);
    assertThat(calling.getLeaseUntil()).isEqualTo(NOW.plusSeconds(50));
  }

  @Test
  void a_claim_whose_lease_ran_out_is_not_called_since_it_may_be_anothers_by_now() {
    SubmissionRecord claimed = claimed(NOW);

    assertThat(begin(claimed, claimed.getOwner())).isFalse();
    assertThat(read(claimed).getState()).isEqualTo("claimed");
  }

  @Test
  void a_claim_is_called_by_its_owner_alone_and_once() {
    SubmissionRecord claimed = claimed(NOW.plusSeconds(30));

    assertThat(begin(claimed, UUID.randomUUID())).isFalse();
    assertThat(begin(claimed, claimed.getOwner())).isTrue();
    assertThat(begin(claimed, claimed.getOwner())).isFalse();
  }

  private SubmissionRecord claimed(Instant leaseUntil) {
    return TestRows.in(db.database())
        .submission()
        .with(SUBMISSION.STATE, "claimed")
        .with(SUBMISSION.LEASE_UNTIL, leaseUntil)
        .insert();
  }

  private boolean begin(SubmissionRecord submission, UUID token) {
    return db.database()
        .transaction(
            tx ->
                !new SubmissionStore()
                    .beginCalls(
                        tx,
                        List.of(
                            new SubmissionStore.Beginning(
                                new SubmissionStore.Token(
                                    new SubmissionId(submission.getId()), token),
                                INSTALLATION)),
                        NOW,
                        NOW.plusSeconds(50))
                    .isEmpty());
  }

  private SubmissionRecord read(SubmissionRecord submission) {
    return db.database()
        .transaction(tx -> tx.dsl().fetchSingle(SUBMISSION, SUBMISSION.ID.eq(submission.getId())));
  }
}
