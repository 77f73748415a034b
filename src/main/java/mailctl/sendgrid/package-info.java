/// SendGrid's own names and formats, read and written. The only package that imports
/// `com.sendgrid`.
@NullMarked
package mailctl.sendgrid;

import org.jspecify.annotations.NullMarked;
