/// Forgets a person: takes their address and what else points at them out of every table, and keeps
/// a keyed hash, so that the address stays suppressed. Rows stay where they are, under a pseudonym,
/// so that every number stays what it was.
@NullMarked
package mailctl.erasure;

import org.jspecify.annotations.NullMarked;
