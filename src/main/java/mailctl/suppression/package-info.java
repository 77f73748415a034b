/// Who must not be mailed, at which scope, why, and on what evidence.
@NullMarked
package mailctl.suppression;

import org.jspecify.annotations.NullMarked;
