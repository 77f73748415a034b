/// Connections, transactions, migrations, the clock, and the embedded PostgreSQL.
@NullMarked
package mailctl.database;

import org.jspecify.annotations.NullMarked;
