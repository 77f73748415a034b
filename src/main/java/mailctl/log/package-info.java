/// How log lines look, which are written, and how that changes while the process runs.
@NullMarked
package mailctl.log;

import org.jspecify.annotations.NullMarked;
