package mailctl.backfill;

import java.util.ArrayList;
import java.util.List;
import mailctl.backfill.SourceReport.State;
import mailctl.provider.ProviderRecords.Answer;
import mailctl.provider.ProviderRecords.ListEntry;

/// Counts up a `SourceReport`.
final class Tally {
  private static final int MOST_EXAMPLES = 100;

  private final String source;
  private final List<SourceReport.Unattributed> examples = new ArrayList<>();
  private State state = State.DONE;
  private String words = "";
  private int unattributed;
  int found;
  int applied;
  int suppressed;
  int known;
  int foreign;

  Tally(String source) {
    this.source = source;
  }

  void unattributed(ListEntry entry, String why) {
    unattributed++;
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(new SourceReport.Unattributed(entry.email(), entry.createdAt(), why));
    }
  }

  void incomplete(String why) {
    end(State.INCOMPLETE, why);
  }

  void notOffered(Answer.NotOffered<?> answer) {
    end(State.NOT_OFFERED, answer.words());
  }

  void failed(Answer.Failed<?> answer) {
    end(answer.denied() ? State.DENIED : State.FAILED, answer.words());
  }

  private void end(State how, String why) {
    state = how;
    words = why;
  }

  SourceReport report() {
    return new SourceReport(
        source, state, found, applied, suppressed, known, foreign, unattributed, examples, words);
  }
}
