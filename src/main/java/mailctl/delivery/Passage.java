package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import mailctl.provider.SubmissionOutcome;

/// What the gate let somebody do. Whatever becomes of it, in the end the gate has back the tokens
/// of those who were not called, and its one try when nobody told how it went: nobody else may call
/// meanwhile. What was never called can be in no second's count.
final class Passage implements AutoCloseable {
  private final Gate gate;
  private final Admission.Go admission;
  private int uncalled;
  private boolean told;

  Passage(Gate gate, Admission.Go admission) {
    this.gate = requireNonNull(gate, "gate is null");
    this.admission = requireNonNull(admission, "admission is null");
    this.uncalled = admission.recipients();
  }

  /// After the claim: nobody else will be called.
  void claimed(int recipients) {
    int unused = uncalled - recipients;
    uncalled = recipients;
    gate.giveBack(admission, unused);
  }

  /// Right before the call.
  void calls(int recipients) {
    uncalled -= recipients;
  }

  /// After the call.
  void report(SubmissionOutcome outcome) {
    told = true;
    gate.report(admission, outcome);
  }

  @Override
  public void close() {
    try {
      gate.giveBack(admission, uncalled);
    } finally {
      if (!told) {
        gate.notTried(admission);
      }
    }
  }
}
