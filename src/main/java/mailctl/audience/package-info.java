/// Organizations, events and registrations, and the one query that says who receives an email and
/// who is skipped for which reason.
@NullMarked
package mailctl.audience;

import org.jspecify.annotations.NullMarked;
