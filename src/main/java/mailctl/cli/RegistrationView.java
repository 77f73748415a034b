package mailctl.cli;

import java.util.List;
import java.util.TreeMap;
import mailctl.audience.Registration;

/// Registrations in tables and JSON.
final class RegistrationView {
  private RegistrationView() {}

  static Table table(List<Registration> rows) {
    Table table = Table.of("ID", "EMAIL", "NAME", "BUSINESS", "STATUS", "CATEGORY", "PAYMENT");
    rows.forEach(
        it ->
            table.row(
                it.id(),
                it.email(),
                it.name(),
                it.businessName(),
                Choice.word(it.status()),
                it.category(),
                Choice.word(it.paymentStatus())));
    return table.flexible("BUSINESS");
  }

  static Table fields(Registration it) {
    Table table = Table.of("FIELD", "VALUE");
    table.row("id", it.id());
    table.row("event_id", it.event());
    table.row("email", it.email());
    EventView.row(table, "name", EventView.some(it.name()));
    EventView.row(table, "business_name", EventView.some(it.businessName()));
    EventView.row(table, "phone", EventView.some(it.phone()));
    EventView.row(table, "website", EventView.some(it.website()));
    table.row("status", Choice.word(it.status()));
    EventView.row(table, "category", EventView.some(it.category()));
    table.row("payment_status", Choice.word(it.paymentStatus()));
    EventView.row(table, "registered_on", it.registeredOn());
    EventView.attributes(table, it.attributes());
    return table;
  }

  static JsonObject json(Registration it) {
    return Json.object()
        .id("id", it.id())
        .id("event_id", it.event())
        .put("email", it.email())
        .put("name", EventView.some(it.name()))
        .put("business_name", EventView.some(it.businessName()))
        .put("phone", EventView.some(it.phone()))
        .put("website", EventView.some(it.website()))
        .put("status", it.status())
        .put("category", EventView.some(it.category()))
        .put("payment_status", it.paymentStatus())
        .put("registered_on", it.registeredOn())
        .map("attributes", new TreeMap<>(it.attributes()));
  }
}
