/// Files of rows below a header, as people export them. Knows nothing of what is in them.
@NullMarked
package mailctl.csv;

import org.jspecify.annotations.NullMarked;
