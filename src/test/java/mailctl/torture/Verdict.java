package mailctl.torture;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What a run went through, and whether the promise was kept.
record Verdict(
    TorturePlan plan, Tally tally, List<Finding> findings, Duration tortured, Duration settled) {
  Verdict {
    findings = List.copyOf(findings);
  }

  boolean holds() {
    return findings.stream().allMatch(Finding::holds);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d kills in %d s, settled and checked in %d s, seed %d%n"
            .formatted(tally.kills(), tortured.toSeconds(), settled.toSeconds(), plan.seed()));
    tally.counts().forEach((what, times) -> text.append("  %-36s %8d%n".formatted(what, times)));
    if (!tally.errors().isEmpty()) {
      text.append("errors in the logs, each shape once:\n");
      tally.errors().forEach((line, times) -> text.append("  " + times + " x " + line + "\n"));
    }
    findings.forEach(finding -> text.append(finding).append("\n"));
    text.append(
        holds()
            ? "nobody lost, nobody mailed twice"
            : "FAILED: "
                + findings.stream()
                    .filter(finding -> !finding.holds())
                    .map(Finding::what)
                    .collect(Collectors.joining("; ")));
    return text.toString();
  }
}
