/// Loops, waiting and draining for services that run for ever. Knows no feature: a service is one
/// bounded pass that returns what it did.
@NullMarked
package mailctl.daemon;

import org.jspecify.annotations.NullMarked;
