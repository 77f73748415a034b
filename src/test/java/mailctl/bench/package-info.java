/// The benches that `scripts/bench` runs: each measures one feature beside the floor of the same
/// machine in the same run.
@NullMarked
package mailctl.bench;

import org.jspecify.annotations.NullMarked;
