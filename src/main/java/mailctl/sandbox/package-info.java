/// A SendGrid on localhost that behaves like the real one: validation, substitutions, a mailbox,
/// and signed webhook posts chosen by address or seed.
@NullMarked
package mailctl.sandbox;

import org.jspecify.annotations.NullMarked;
