/// Read models for people. Writes nothing.
@NullMarked
package mailctl.inspect;

import org.jspecify.annotations.NullMarked;
