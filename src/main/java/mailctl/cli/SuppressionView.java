package mailctl.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailctl.app.App;
import mailctl.audience.EventId;
import mailctl.audience.OrganizationId;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionEntry;

/// How suppressions look, with the names of what they are about.
final class SuppressionView {
  /// One entry.
  ///
  /// @param owner the slug of its organization or event; empty when it is global
  record Row(SuppressionEntry entry, String owner) {
    Suppression suppression() {
      return entry.suppression();
    }

    boolean active() {
      return entry.lifted().isEmpty();
    }

    /// "everywhere", "for event spring-fair".
    String reach() {
      return SuppressionView.reach(suppression().scope(), owner);
    }

    String reason() {
      return word(suppression().reason()).replace('_', ' ');
    }
  }

  private SuppressionView() {}

  static List<Row> rows(App app, Tx tx, List<SuppressionEntry> entries) {
    Map<Scope, String> owners = new HashMap<>();
    return entries.stream()
        .map(
            entry ->
                new Row(
                    entry,
                    owners.computeIfAbsent(
                        entry.suppression().scope(), scope -> owner(app, tx, scope))))
        .toList();
  }

  /// The slug of what a scope is about.
  static String owner(App app, Tx tx, Scope scope) {
    return switch (scope) {
      case Scope.Global _ -> "";
      case Scope.Organization(long id) ->
          app.organizations().require(tx, new OrganizationId(id)).slug();
      case Scope.Event(long id) -> app.events().require(tx, new EventId(id)).slug();
    };
  }

  static String reach(Scope scope, String owner) {
    return scope instanceof Scope.Global ? "everywhere" : "for " + scopeWord(scope) + " " + owner;
  }

  /// An address that a person typed, as the list keeps it.
  static String address(String typed) {
    String address = typed.strip().toLowerCase(Locale.ROOT);
    if (!Suppression.isAddress(address)
        || address.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new Refusal(Refusal.Kind.USAGE, "'" + Table.plain(typed) + "' is not an email address");
    }
    return address;
  }

  static JsonObject json(Row row) {
    Suppression suppression = row.suppression();
    JsonObject json =
        Json.object()
            .id("id", row.entry().id())
            .put("address", suppression.email())
            .put("scope", scopeWord(suppression.scope()));
    switch (suppression.scope()) {
      case Scope.Global _ -> {}
      case Scope.Organization(long id) ->
          json.id("organization_id", id).put("organization_slug", row.owner());
      case Scope.Event(long id) -> json.id("event_id", id).put("event_slug", row.owner());
    }
    return json.put("reason", suppression.reason())
        .put("source", suppression.source())
        .put("evidence", suppression.evidence())
        .put("suppressed_at", suppression.suppressedAt())
        .put("active", row.active())
        .put("lifted_at", row.entry().lifted().map(SuppressionEntry.Lifted::at))
        .put("lifted_by", row.entry().lifted().map(SuppressionEntry.Lifted::by));
  }

  static Table table(List<Row> rows, Times times) {
    Table table = Table.of("ID", "ADDRESS", "REACH", "REASON", "SINCE", "LIFTED", "EVIDENCE");
    for (Row row : rows) {
      table.row(
          row.entry().id(),
          row.suppression().email(),
          row.reach(),
          row.reason(),
          times.show(row.suppression().suppressedAt()),
          times.show(row.entry().lifted().map(SuppressionEntry.Lifted::at)),
          row.suppression().evidence());
    }
    return table;
  }

  private static String scopeWord(Scope scope) {
    return switch (scope) {
      case Scope.Global _ -> "global";
      case Scope.Organization _ -> "organization";
      case Scope.Event _ -> "event";
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
