/// Why an address got an email, or did not: registration, filter, suppressions, plan, attempts,
/// what the provider said, and what comes next. Reads only.
@NullMarked
package mailctl.why;

import org.jspecify.annotations.NullMarked;
