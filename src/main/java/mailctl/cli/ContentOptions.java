package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.audience.RecipientFilter;
import mailctl.campaign.CampaignFile;
import mailctl.campaign.EmailChange;
import mailctl.campaign.EmailKind;
import mailctl.campaign.Experiment;
import mailctl.database.Refusal;
import picocli.CommandLine.Option;

/// What an email says and to whom.
final class ContentOptions {
  @Option(names = "--name", paramLabel = "NAME", description = "its name, unique in the event")
  Optional<String> name = Optional.empty();

  @Option(names = "--subject", paramLabel = "TEXT", description = "the subject, a template")
  Optional<String> subject = Optional.empty();

  @Option(names = "--html-file", paramLabel = "FILE", description = "the HTML part, a template")
  Optional<String> htmlFile = Optional.empty();

  @Option(
      names = "--text-file",
      paramLabel = "FILE",
      description = "the text part; made from the HTML when there is none")
  Optional<String> textFile = Optional.empty();

  @Option(names = "--text", paramLabel = "TEXT", description = "the text part itself")
  Optional<String> text = Optional.empty();

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description = "whom it goes to: status=approved,confirmed, attributes.size=L; may repeat")
  final List<String> filter = new ArrayList<>();

  @Option(names = "--everyone", description = "whom it goes to: every registration")
  boolean everyone;

  @Option(
      names = "--variants",
      paramLabel = "FILE",
      description = "its versions, as YAML: mailctl help variants")
  Optional<String> variants = Optional.empty();

  @Option(names = "--no-variants", description = "it has one version")
  boolean noVariants;

  @Option(names = "--transactional", description = "it belongs to the registration, no opt-out")
  boolean transactional;

  @Option(names = "--promotional", description = "it advertises (unless told otherwise)")
  boolean promotional;

  /// Reads the files that were named.
  EmailChange change(Session session) {
    if (textFile.isPresent() && text.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "--text and --text-file are both the text part");
    }
    return new EmailChange(
        name,
        kind(),
        subject,
        htmlFile.map(file -> InputFile.read(session, file).text()),
        textFile.map(file -> InputFile.read(session, file).text()).or(() -> text),
        filter(),
        experiment(session));
  }

  private Optional<Experiment> experiment(Session session) {
    if (noVariants && variants.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "--variants and --no-variants exclude each other");
    }
    return noVariants
        ? Optional.of(Experiment.NONE)
        : variants.map(
            file -> {
              InputFile read = InputFile.read(session, file);
              return CampaignFile.readVariants(read.name(), read.text());
            });
  }

  private Optional<EmailKind> kind() {
    if (transactional && promotional) {
      throw new Refusal(Refusal.Kind.USAGE, "--transactional and --promotional exclude each other");
    }
    if (transactional) {
      return Optional.of(EmailKind.TRANSACTIONAL);
    }
    return promotional ? Optional.of(EmailKind.PROMOTIONAL) : Optional.empty();
  }

  private Optional<String> filter() {
    if (everyone && !filter.isEmpty()) {
      throw new Refusal(Refusal.Kind.USAGE, "--everyone and --filter exclude each other");
    }
    if (everyone) {
      return Optional.of(RecipientFilter.EVERYONE.toJson());
    }
    return filter.isEmpty()
        ? Optional.empty()
        : Optional.of(RecipientFilter.ofPairs(filter).toJson());
  }
}
