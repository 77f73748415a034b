/// The command line: picocli commands, terminal, tables, JSON and exit codes. It reaches the rest
/// through `app` alone and opens nothing before a command runs.
@NullMarked
package mailctl.cli;

import org.jspecify.annotations.NullMarked;
