package mailctl.cli;

import mailctl.delivery.Rebuild;

/// What deriving deliveries anew came to, in words and as JSON.
final class RebuildView {
  private RebuildView() {}

  static String compared(Rebuild.Totals totals) {
    return "compared "
        + looked(totals)
        + ": "
        + (totals.differences() == 0
            ? "nothing differs"
            : differ(totals.differing()) + " in " + Counts.of(totals.differences(), "field"))
        + pruned(totals);
  }

  static String written(Rebuild.Totals totals) {
    return "derived "
        + looked(totals)
        + " anew: "
        + (totals.differences() == 0
            ? "nothing differed"
            : Counts.of(totals.differing(), "delivery") + " now as the history says")
        + pruned(totals);
  }

  static JsonObject json(boolean dryRun, Rebuild.Totals totals) {
    return Json.object()
        .put("dry_run", dryRun)
        .put("deliveries", totals.deliveries())
        .put("attempts", totals.attempts())
        .put("pruned_attempts", totals.pruned())
        .put("differing_deliveries", totals.differing());
  }

  private static String looked(Rebuild.Totals totals) {
    return Counts.of(totals.deliveries(), "delivery")
        + " and "
        + Counts.of(totals.attempts(), "attempt");
  }

  private static String differ(long deliveries) {
    return Counts.of(deliveries, "delivery") + (deliveries == 1 ? " differs" : " differ");
  }

  private static String pruned(Rebuild.Totals totals) {
    return totals.pruned() == 0
        ? ""
        : "; " + Counts.of(totals.pruned(), "attempt") + " from before the history was pruned kept";
  }
}
