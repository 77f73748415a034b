/// What a process does, as spans of OpenTelemetry, when its standard variables ask for that.
@NullMarked
package mailctl.trace;

import org.jspecify.annotations.NullMarked;
