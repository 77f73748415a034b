package mailctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailctl.app.App;
import mailctl.audience.Event;
import mailctl.audience.ImportedRegistrations;
import mailctl.audience.RegistrationCsv;
import mailctl.campaign.CampaignFile;
import mailctl.campaign.ScheduledEmail;
import mailctl.database.Tx;

/// The sample market, imported for the demo. Where it is there already, another one is made of it,
/// with a slug, an organization and addresses of its own: the bounces and opt-outs of an earlier
/// run must not leave the new one without anything to show.
final class DemoSamples {
  private static final String EVENT = "winter-night-market";
  private static final String ORGANIZATION = "lakeside-markets";

  /// What was imported.
  record Imported(Event event, long registrations, List<ScheduledEmail> emails) {
    ScheduledEmail email(String name) {
      return emails.stream()
          .filter(each -> each.name().equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the sample has no email " + name));
    }
  }

  private final App app;

  DemoSamples(App app) {
    this.app = app;
  }

  Imported importFresh() {
    return app.database().transaction(this::importFresh);
  }

  private Imported importFresh(Tx tx) {
    int run = 1;
    while (app.events().findBySlug(tx, slug(EVENT, run)).isPresent()) {
      run++;
    }
    String slug = slug(EVENT, run);
    String yaml =
        read("market.yaml").replace(EVENT, slug).replace(ORGANIZATION, slug(ORGANIZATION, run));
    app.campaignImport().store(tx, CampaignFile.read("market.yaml", yaml));
    Event event = app.events().require(tx, slug);
    ImportedRegistrations registrations =
        app.registrationImport()
            .run(
                tx,
                event.id(),
                "vendors.csv",
                RegistrationCsv.read(vendors(run).getBytes(StandardCharsets.UTF_8)));
    return new Imported(
        event,
        registrations.inserted(),
        app.schedule().list(tx, Optional.of(event.id()), Set.of()));
  }

  private static String slug(String name, int run) {
    return run == 1 ? name : name + "-" + run;
  }

  private static String vendors(int run) {
    String vendors = read("vendors.csv");
    return run == 1
        ? vendors
        : vendors
            .lines()
            .map(line -> line.replaceFirst("@", "@demo" + run + "."))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String read(String name) {
    try (InputStream in = DemoSamples.class.getResourceAsStream("/samples/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the sample " + name + " is not packed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
