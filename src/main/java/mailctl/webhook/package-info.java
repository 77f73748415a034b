/// Receiving what SendGrid posts: verify, store, answer; and later, from the inbox: drain, fold,
/// decide.
@NullMarked
package mailctl.webhook;

import org.jspecify.annotations.NullMarked;
