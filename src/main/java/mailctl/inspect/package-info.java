/// Read models for people: what `inspect`, `stats` and the dashboard show. Writes nothing, and
/// PostgreSQL holds it to that: `Inspector` reads in read-only transactions, each of one snapshot.
@NullMarked
package mailctl.inspect;

import org.jspecify.annotations.NullMarked;
