/// Templates, triggers and scheduled emails: what is due when, and what may be done to it by whom.
@NullMarked
package mailctl.campaign;

import org.jspecify.annotations.NullMarked;
