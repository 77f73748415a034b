/// The health report: what a day or a week of mail looks like, as text and HTML, and the way by
/// which it is mailed, also every day by itself.
@NullMarked
package mailctl.report;

import org.jspecify.annotations.NullMarked;
