package mailctl.report;

import static mailctl.database.schema.Tables.ORGANIZATION;

import java.util.Optional;
import mailctl.database.Tx;

/// Who a report is from and in which zone its days are, where nobody said so: as the first
/// organization's.
final class ReportStore {
  record First(String email, String name, String timeZone) {}

  Optional<First> first(Tx tx) {
    return tx.dsl()
        .select(ORGANIZATION.EMAIL, ORGANIZATION.NAME, ORGANIZATION.TIME_ZONE)
        .from(ORGANIZATION)
        .orderBy(ORGANIZATION.ID)
        .limit(1)
        .fetchOptional(row -> new First(row.value1(), row.value2(), row.value3()));
  }
}
