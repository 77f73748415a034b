package mailctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.app.App;
import mailctl.audience.EventQuery;
import mailctl.audience.Organization;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.TemplateStore;
import mailctl.inspect.EmailQuery;
import mailctl.inspect.EmailSummary;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What a database can complete: names that a person would otherwise have to look up.
enum LiveNames {
  EMAILS {
    @Override
    boolean isMeantBy(ArgSpec argument) {
      return argument.type() == ScheduledEmailId.class
          || argument instanceof OptionSpec option && option.longestName().equals("--id");
    }

    @Override
    List<String> of(App app) {
      return app.inspector().emails(EmailQuery.all().nearestFirst().limit(MOST)).stream()
          .map(EmailSummary::id)
          .map(String::valueOf)
          .toList();
    }
  },
  EVENTS {
    @Override
    boolean isMeantBy(ArgSpec argument) {
      return argument.paramLabel().equals("EVENT");
    }

    @Override
    List<String> of(App app) {
      EventQuery all = new EventQuery(Optional.empty(), Optional.empty(), 0, MOST);
      return app.database().transaction(tx -> app.events().list(tx, all)).stream()
          .map(event -> event.slug())
          .toList();
    }
  },
  ORGANIZATIONS {
    @Override
    boolean isMeantBy(ArgSpec argument) {
      return argument.paramLabel().equals("ORGANIZATION");
    }

    @Override
    List<String> of(App app) {
      return app.database().transaction(tx -> app.organizations().list(tx)).stream()
          .map(Organization::slug)
          .limit(MOST)
          .toList();
    }
  },
  TEMPLATES {
    @Override
    boolean isMeantBy(ArgSpec argument) {
      return argument.paramLabel().equals("TEMPLATE");
    }

    @Override
    List<String> of(App app) {
      return app.database().transaction(tx -> app.templates().list(tx, Optional.empty())).stream()
          .map(TemplateStore.Summary::name)
          .limit(MOST)
          .toList();
    }
  };

  /// More would not be read on a screen.
  private static final int MOST = 200;

  abstract boolean isMeantBy(ArgSpec argument);

  abstract List<String> of(App app);

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
