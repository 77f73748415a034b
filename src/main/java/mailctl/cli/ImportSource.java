package mailctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import mailctl.audience.EventId;
import mailctl.audience.ImportedRegistrations;
import mailctl.audience.RegistrationCsv;
import mailctl.campaign.CampaignFile;
import mailctl.campaign.ImportCounts;
import mailctl.database.Tx;

/// A file to import, read and looked at, but not yet stored.
sealed interface ImportSource {
  enum Format {
    YAML,
    CSV
  }

  Pattern YAML_BEGINNING =
      Pattern.compile("\\A(\\s|#.*)*(---|(organizations|events|templates|scheduled_emails)\\s*:)");

  record Campaign(CampaignFile file) implements ImportSource {
    @Override
    public String name() {
      return file.name();
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public ImportResult store(Session session, Tx tx, Optional<EventId> event) {
      ImportCounts counts = session.app().campaignImport().store(tx, file);
      return new ImportResult.OfCampaign(name(), counts);
    }
  }

  record Registrations(String name, RegistrationCsv csv) implements ImportSource {
    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public ImportResult store(Session session, Tx tx, Optional<EventId> event) {
      ImportedRegistrations counts =
          session.app().registrationImport().run(tx, event.orElseThrow(), name, csv);
      return new ImportResult.OfRegistrations(name, counts);
    }
  }

  String name();

  List<String> warnings();

  ImportResult store(Session session, Tx tx, Optional<EventId> event);

  /// @throws mailctl.database.Refusal (DATA) that names all that is wrong with the file
  static ImportSource of(Session session, InputFile file, Optional<Format> given) {
    return switch (given.orElseGet(() -> format(file))) {
      case YAML -> new Campaign(CampaignFile.read(file.name(), file.text()));
      case CSV -> {
        RegistrationCsv csv = RegistrationCsv.read(file.content());
        session.app().registrationImport().check(file.name(), csv);
        yield new Registrations(file.name(), csv);
      }
    };
  }

  /// By the name's end, else by how it begins.
  private static Format format(InputFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return Format.YAML;
    }
    if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return Format.CSV;
    }
    return YAML_BEGINNING.matcher(file.text()).find() ? Format.YAML : Format.CSV;
  }
}
