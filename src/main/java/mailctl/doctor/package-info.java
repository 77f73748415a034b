/// Looks whether the set-up works, one small check for each thing that can be amiss.
@NullMarked
package mailctl.doctor;

import org.jspecify.annotations.NullMarked;
