/// The words shared by everybody who talks about the mail provider: what it reports
/// (`ProviderEvent`), what we ask of it (`MailProvider`) and what it answers (`SubmissionOutcome`).
/// A leaf: it knows nothing else of mailctl.
@NullMarked
package mailctl.provider;

import org.jspecify.annotations.NullMarked;
