/// Kills, restarts and lies: many processes on one database under every failure that we can make,
/// and the books afterwards.
@NullMarked
package mailctl.torture;

import org.jspecify.annotations.NullMarked;
