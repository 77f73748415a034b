package mailctl.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.provider.ProviderRecords.ListEntry;
import mailctl.provider.ProviderRecords.SuppressionList;
import mailctl.suppression.Scope;
import mailctl.suppression.SuppressionEntry;

/// What it takes for our suppressions and the provider's lists to say the same.
///
/// @param suppressHere on a list there, and not suppressed here
/// @param releaseThere on a list there, and lifted here since it got there
/// @param kept as `releaseThere`, but spam reports, which need a person's insistence
/// @param suppressThere suppressed here everywhere, and on no list there
/// @param agreed entries there that we know
public record SyncPlan(
    List<ListEntry> suppressHere,
    List<ListEntry> releaseThere,
    List<ListEntry> kept,
    List<String> suppressThere,
    int agreed) {
  public SyncPlan {
    suppressHere = List.copyOf(suppressHere);
    releaseThere = List.copyOf(releaseThere);
    kept = List.copyOf(kept);
    suppressThere = List.copyOf(suppressThere);
  }

  public boolean isEmpty() {
    return suppressHere.isEmpty() && releaseThere.isEmpty() && suppressThere.isEmpty();
  }

  /// A plan that grows, entry by entry.
  static final class Making {
    private final boolean force;
    private final List<ListEntry> suppressHere = new ArrayList<>();
    private final List<ListEntry> releaseThere = new ArrayList<>();
    private final List<ListEntry> kept = new ArrayList<>();
    private final List<String> suppressThere = new ArrayList<>();
    private int agreed;

    Making(boolean force) {
      this.force = force;
    }

    /// @param ours all that we know of the address
    void theirs(ListEntry entry, List<SuppressionEntry> ours) {
      List<SuppressionEntry> everywhere =
          ours.stream().filter(each -> each.suppression().scope() instanceof Scope.Global).toList();
      if (everywhere.stream().anyMatch(each -> each.lifted().isEmpty())) {
        agreed++;
      } else if (everywhere.stream().anyMatch(each -> liftedSince(each, entry))) {
        (force || entry.list() != SuppressionList.SPAM_REPORTS ? releaseThere : kept).add(entry);
      } else {
        suppressHere.add(entry);
      }
    }

    void agreed() {
      agreed++;
    }

    void ours(String address) {
      suppressThere.add(address);
    }

    SyncPlan plan() {
      return new SyncPlan(suppressHere, releaseThere, kept, suppressThere, agreed);
    }

    private static boolean liftedSince(SuppressionEntry ours, ListEntry theirs) {
      Optional<SuppressionEntry.Lifted> lifted = ours.lifted();
      return lifted.filter(it -> !it.at().isBefore(theirs.createdAt())).isPresent();
    }
  }
}
