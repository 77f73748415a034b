/// Who may do what, and who did what: tokens of the admin listener, and the audit.
@NullMarked
package mailctl.access;

import org.jspecify.annotations.NullMarked;
