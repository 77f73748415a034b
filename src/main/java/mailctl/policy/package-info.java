/// Which bounces, drops and complaints keep an address from being mailed again: rules and a
/// threshold, held in the database so that all processes judge alike. What a policy says of the
/// history is a function of the history alone: the order in which events came does not matter.
@NullMarked
package mailctl.policy;

import org.jspecify.annotations.NullMarked;
