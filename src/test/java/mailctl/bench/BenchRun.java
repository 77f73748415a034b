package mailctl.bench;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/// One run of a bench: what was asked for, where to work, and who cleans up.
///
/// @param quick under five minutes with everything
/// @param options what else stood on the command line, for the bench itself
/// @param folder on the disk that is to be measured; empty at the start and removed in the end
/// @param house closes what the bench started, also when it is interrupted
/// @param progress tells a person what goes on
public record BenchRun(
    boolean quick, List<String> options, Path folder, House house, Progress progress) {
  public BenchRun {
    options = List.copyOf(options);
    requireNonNull(folder, "folder is null");
    requireNonNull(house, "house is null");
    requireNonNull(progress, "progress is null");
  }
}
