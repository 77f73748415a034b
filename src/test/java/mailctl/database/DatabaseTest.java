package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void a_transaction_that_throws_leaves_nothing() {
    assertThatThrownBy(
            () ->
                db.database()
                    .run(
                        tx -> {
                          insertOrganization(tx);
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");

    assertThat(organizations()).isZero();
  }

  @Test
  void a_rehearsal_sees_its_own_changes_and_leaves_none() {
    int seen =
        db.database()
            .rehearse(
                tx -> {
                  insertOrganization(tx);
                  return count(tx);
                });

    assertThat(seen).isEqualTo(1);
    assertThat(organizations()).isZero();
  }

  private int organizations() {
    return db.database().transaction(DatabaseTest::count);
  }

  private static int count(Tx tx) {
    return tx.dsl().fetchCount(mailctl.database.schema.Tables.ORGANIZATION);
  }

  private static void insertOrganization(Tx tx) {
    tx.dsl()
        .execute(
            "insert into organization (slug, name, email, time_zone) "
                + "values ('o', 'O', 'o@example.org', 'UTC')");
  }
}
