package mailctl.cli;

import mailctl.audience.ImportedRegistrations;
import mailctl.campaign.ImportCounts;

/// What one file brought, for a person and for a program.
sealed interface ImportResult {
  /// "1 organization (new), 300 registrations (298 new, 2 updated)".
  String words();

  JsonObject json();

  record OfCampaign(String file, ImportCounts counts) implements ImportResult {
    @Override
    public String words() {
      StringBuilder words = new StringBuilder(file + ":");
      add(words, "organization", counts.organizations());
      add(words, "event", counts.events());
      add(words, "template", counts.templates());
      add(words, "scheduled email", counts.emails());
      return words.toString();
    }

    private static void add(StringBuilder words, String what, ImportCounts.Count count) {
      if (count.total() > 0) {
        words.append(words.charAt(words.length() - 1) == ':' ? " " : ", ");
        words.append(
            amount(what, count.inserted(), count.updated(), count.unchanged(), count.total()));
      }
    }

    @Override
    public JsonObject json() {
      return Json.object()
          .put("file", file)
          .put("organizations", json(counts.organizations()))
          .put("events", json(counts.events()))
          .put("templates", json(counts.templates()))
          .put("scheduled_emails", json(counts.emails()));
    }

    private static JsonObject json(ImportCounts.Count count) {
      return numbers(count.inserted(), count.updated(), count.unchanged());
    }
  }

  record OfRegistrations(String file, ImportedRegistrations counts) implements ImportResult {
    @Override
    public String words() {
      return file
          + ": "
          + amount(
              "registration",
              counts.inserted(),
              counts.updated(),
              counts.unchanged(),
              counts.total());
    }

    @Override
    public JsonObject json() {
      return Json.object()
          .put("file", file)
          .put("registrations", numbers(counts.inserted(), counts.updated(), counts.unchanged()));
    }
  }

  private static String amount(String what, int inserted, int updated, int unchanged, int total) {
    StringBuilder detail = new StringBuilder();
    part(detail, inserted, "new");
    part(detail, updated, "updated");
    part(detail, unchanged, "unchanged");
    String noun = total + " " + what + (total == 1 ? "" : "s");
    return detail.isEmpty() ? noun : noun + " (" + detail + ")";
  }

  private static void part(StringBuilder detail, int count, String word) {
    if (count > 0) {
      detail.append(detail.isEmpty() ? "" : ", ").append(count).append(' ').append(word);
    }
  }

  private static JsonObject numbers(int inserted, int updated, int unchanged) {
    return Json.object()
        .put("inserted", inserted)
        .put("updated", updated)
        .put("unchanged", unchanged);
  }
}
