/// Asks the provider for what its webhook did not tell, and applies it as evidence like any other.
@NullMarked
package mailctl.backfill;

import org.jspecify.annotations.NullMarked;
