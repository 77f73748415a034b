/// Configuration and the composition root: the only place that wires the features together.
@NullMarked
package mailctl.app;

import org.jspecify.annotations.NullMarked;
