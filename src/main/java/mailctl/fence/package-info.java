/// Keeps a copied or restored database from mailing anybody.
@NullMarked
package mailctl.fence;

import org.jspecify.annotations.NullMarked;
