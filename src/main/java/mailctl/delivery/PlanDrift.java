package mailctl.delivery;

import java.util.List;

/// What differs between a plan and what would be sent now; the lists hold the first of each.
///
/// @param joined get it now and did not then
/// @param left do not get it any more
/// @param changed get another text, or at another address
public record PlanDrift(
    long plan,
    boolean content,
    long joined,
    List<Member> joinedFirst,
    long left,
    List<Member> leftFirst,
    long changed,
    List<Member> changedFirst) {
  /// A registration, and what is so now: a reason to skip it, or nothing.
  public record Member(long registration, String words) {}

  public PlanDrift {
    joinedFirst = List.copyOf(joinedFirst);
    leftFirst = List.copyOf(leftFirst);
    changedFirst = List.copyOf(changedFirst);
  }

  public boolean isNone() {
    return !content && joined + left + changed == 0;
  }

  public String words() {
    StringBuilder words = new StringBuilder();
    add(words, content ? "the content or the filter changed" : "");
    add(words, joined > 0 ? joined + " joined" : "");
    add(words, left > 0 ? left + " left" : "");
    add(words, changed > 0 ? changed + " would read something else" : "");
    return words.toString();
  }

  private static void add(StringBuilder words, String more) {
    if (!more.isEmpty()) {
      words.append(words.isEmpty() ? "" : ", ").append(more);
    }
  }
}
