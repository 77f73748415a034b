package mailctl.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.app.SettingDescription;
import mailctl.app.Settings;
import mailctl.campaign.Happening;
import mailctl.message.VariableCatalog;

/// Help that belongs to no single command. What the program knows by itself is generated from it.
enum HelpTopics {
  ENVIRONMENT {
    @Override
    String text() {
      return """
          Settings, their environment variables and defaults

          An option (--set KEY=VALUE) wins over the environment, that over the file, that over the
          default. The file is YAML with nested or dotted keys: --config FILE, else $MAILCTL_CONFIG,
          else $XDG_CONFIG_HOME/mailctl/config.yaml (~/.config/mailctl/config.yaml), else
          /etc/mailctl/config.yaml. `mailctl config show` says which value came from where.
          Durations: 500ms 30s 5m 4h 7d. Sizes: 512kB 8MB (1 kB is 1024 bytes).
          Secrets are best kept in files: a setting marked "or -file" can be given as
          <key>-file: FILE or <VARIABLE>_FILE=FILE. Variables show up in process listings.

          """
          + Settings.descriptions().stream().map(HelpTopics::setting).collect(Collectors.joining())
          + """

          Others: NO_COLOR, CLICOLOR_FORCE, TERM=dumb and COLUMNS shape the output; MAILCTL_PAGER, or
          PAGER, shows long tables (less; cat for none).
          """;
    }
  },
  EXIT_CODES {
    @Override
    String text() {
      return "Exit codes\n\n"
          + Stream.of(ExitCode.values())
              .map(code -> String.format("  %3d  %s%n", code.code(), code.meaning()))
              .collect(Collectors.joining());
    }
  },
  JSON {
    @Override
    String text() {
      return """
          Output with --json

          The answer is one object on stdout, over several lines. Names are snake_case, times RFC
          3339 in UTC, durations end in _ms, ids are strings, words of closed sets are lower_snake. What is absent is unknown or
          does not apply. Fields are added, never renamed, retyped or removed: ignore those that you
          do not know. When a command fails, stdout is empty and stderr holds one object
          {"error": {"code", "message", "hint"}}; the codes stand in `mailctl help errors`. Where
          sending stops early (wrong key, rate limit, Ctrl-C), stdout still holds what was done before;
          where a plan no longer fits, what differs.
          `send` and `sweep` with --progress print one object per line: "type" is "progress", once a
          second while they run, and "result" in the last one.
          """;
    }
  },
  ERRORS {
    @Override
    String text() {
      return "Error codes, as in error.code with --json\n\n"
          + Stream.of(ErrorCode.values())
              .map(code -> String.format("  %-21s %s%n", code.word(), code.meaning()))
              .collect(Collectors.joining());
    }
  },
  TRIGGERS {
    @Override
    String text() {
      return """
          Triggers: when an email is due

            at 2026-12-01 09:00                  a fixed time
            7 days before event at 09:00         or "on event date", "1 day after event"
            2 days after event end at 11:00      an event without an end ends on its day
            3 days before application deadline at 09:00      before, on or after
            on payment deadline at 10:00                     before, on or after
            1 day after applications open at 10:00           the day on which the event was entered

          An event that lacks the date leaves the email paused, with the reason.
          All times are local to the organization's zone. A time that the clocks skip moves forward by
          as much as they do (02:30 becomes 03:30); of a time that comes twice it is the first.
          An organization may have quiet hours and days on which mail goes out (in its YAML:
          quiet_hours: 21:00-08:00, send_days: [mon, tue, wed, thu, fri]). What falls due at another time
          waits for the end of the quiet hours, or for the same time of day on the next such day; the
          schedule says what was shifted from when. A person's `send` does not wait.

          Standing emails answer what happens, whoever changed the row; each time with one delivery:

          """
          + Stream.of(Happening.values())
              .map(each -> "  " + each.phrase() + "\n")
              .collect(Collectors.joining())
          + """

          Transactional ones go out at once, promotional ones not in quiet hours.
          """;
    }
  },
  TIMES {
    @Override
    String text() {
      return """
          Times

          An option that takes a time understands RFC 3339 (2026-06-01T09:00:00Z, or with an offset
          such as +02:00) and a duration that reaches back from now: 30m, 2h, 7d.
          In a table on a terminal times are relative ("2 min ago"); in a pipe and in JSON they are
          RFC 3339 in UTC. What is due and what has expired is decided by the database's clock.
          """;
    }
  },
  SANDBOX_ADDRESSES {
    @Override
    String text() {
      return """
          The sandbox: a SendGrid on this machine

          `mailctl sandbox` takes POST /v3/mail/send as SendGrid does, delivers nothing, keeps every
          message in a mailbox (GET /sandbox/mailbox, ?to=ADDRESS; DELETE forgets all), and reports
          by signed webhook posts. `mailctl serve` sends to it and believes it with these, which it
          prints as well:

            export SENDGRID_API_KEY=sandbox
            export MAILCTL_SENDGRID_URL=http://127.0.0.1:8082
            export MAILCTL_WEBHOOK_KEYS_FILE=~/.local/state/mailctl/sandbox.key.pub

          Its keys stay in state.dir, so that they need to be told only once; `mailctl simulate`
          signs with them, too.

          What becomes of a message is chosen by a word anywhere before the @ of its recipient, as
          in hard-bounce+7@example.org; of several the longest counts:

            (none)                delivered, or as --rates says
            hard-bounce           bounced: no such address
            blocked               blocked for an unknown reason, each time
            blocked-once          blocked the first time, then delivered
            blocked-mailbox-full  blocked: over quota
            blocked-technical     blocked: the server is busy
            blocked-volume        blocked: too much mail
            blocked-reputation    blocked: the sender is on a block list
            blocked-content       blocked: the content is refused
            deferred              deferred, then delivered
            dropped-invalid       dropped: not an address
            dropped-spam-content  dropped: looks like spam
            spam                  delivered, then reported as spam
            unsubscribe           delivered, then unsubscribed
            group-unsubscribe     delivered, then unsubscribed from a group
            open                  delivered, then opened by a person
            machine-open          delivered, then opened by a machine
            click                 delivered, opened and clicked
            late-bounce           delivered, then bounced without a message id
            lost-response         taken, but the connection breaks before the answer
            lost-request          the connection breaks, and nothing was taken
            slow                  the answer takes its time
            reject                refused with an error that names this recipient
            server-error          answered with a 500, nothing taken

          A sender with "unverified" in its address is refused with 403. --rates takes the same
          words for addresses without one: hard-bounce=2,blocked=5 is 2 and 5 of a hundred. The same
          seed and messages have the same fates. On a suppression list (bounced, unsubscribed,
          reported spam) an address is dropped, as SendGrid would.
          """;
    }
  },
  SIMULATION {
    @Override
    String text() {
      return """
          Simulated provider events

          `simulate EVENT` makes up one event about each message that is named. `simulate mix` makes
          up all that SendGrid would report about a sent email: for each message that it accepted
          processed, deferrals, the outcome, opens, clicks and opt-outs, at times like those of real
          mail, so partly in the future of an email sent just now.

            --delivered --bounce --blocked --dropped
                  shares of all messages, 0 to 1. They exclude each other; with one of them given,
                  the others are 0 and --delivered is the rest. Whoever has none of them is never
                  heard of again after processed.
            --deferred
                  of those not dropped, deferred up to three times first
            --open --machine-open --click --spam --unsubscribe
                  of those delivered; whoever clicks has opened
            --late 0.02,6h
                  of those delivered, bounce about so much later, without a message id
            --duplicate
                  of all events, again: a third each with the same sg_event_id, another one, none
            --shuffle
                  out of order (within 20,000 events); else by time

          The same seed and messages give the same posts, byte for byte, signatures aside.
          `simulate file` posts recordings as they are: an array is one post, events of their own
          (one a line) are gathered; with --post-size arrays are cut anew, too. What --out writes
          it posts again. Both stream: memory does not grow with the number of events.

          Posts are signed with sandbox.key in state.dir or with --key. A post that is answered with
          408, 429, 5xx or not at all is tried again after 0.5 s, 1 s, 2 s, ... (--tries). The
          summary says how posts were answered and how fast; the exit code is 1 when one was not
          accepted. Posts to our own listener are waited for until they are processed. Ctrl-C ends
          the run with its summary.
          """;
    }
  },
  RETRIES {
    @Override
    String text() {
      return """
          What is tried again, and when

          A block (soft bounce) is a receiving server's "not now" or "not from you". What was held
          against the message, its class, decides whether it goes again. After the n-th block the
          n-th wait of the class applies, counted from the block; after the last one it has failed.

          """
          + String.format("  %-13s %-62s %s%n", "class", "what the server said", "waits (default)")
          + row("technical", "it could not take it: busy, no route, time out")
          + row("unclassified", "nothing that SendGrid understands")
          + row("volume", "too much mail; its domain is slowed as well")
          + row("mailbox", "the mailbox is full or unavailable")
          + row("reputation", "the sender is not liked; its domain is slowed")
          + row("content", "the content is refused: the same gets the same")
          + row("address", "the address is wrong")
          + row("expired", "any of those, after SendGrid's own tries of two days or more")
          + """

            never tried again: a bounce (hard), a drop, a spam report, an unsubscribe
            not ours to try:   deferred: SendGrid goes on for up to 72 hours, then it is a block

          Each line is a setting: retry.technical, retry.unclassified, ...; "1h 4h 24h", or none.
          A retry is due up to retry.jitter later, so that not all come back at once. A bounce or a
          delivery that is reported meanwhile takes the retry away; so does a suppression, and
          pausing or cancelling the email stops it. Blocks of resends by hand do not count.

          Blocks for reputation and volume speak of the sender, never of the address, and suppress
          nobody. pace.blocks of one kind from one domain in ten minutes of their own times slow it:
          for pace.reputation or pace.volume from then on, what is due to that domain is put off.

          `mailctl inspect retries` shows what comes next and what stops it.
          """;
    }
  },
  VARIABLES {
    @Override
    String text() {
      return """
          Variables in subjects and texts

          {{name}} stands for a value of the recipient, the event or the organization;
          {{name|something}} gives a default for when it is empty. Values are escaped in HTML and
          never read as templates. An unknown name is an error when the email is saved, previewed
          or sent. {{attributes.x}} is the attribute x of the registration. Links, install times,
          booth number and prices come from attributes of the same name, the registration's first
          and then the event's.

          Dates: {{event_date|format:medium}}, with a default {{event_date|format:iso|soon}}. Formats
          are long (Saturday, June 15, 2025: as without), medium (June 15, 2025), day (June 15),
          short (6/15/2025), iso (2025-06-15), weekday (Saturday), or a pattern such as EEE d MMM.

          Sections: {{#if booth_number}}…{{else}}…{{/if}} for whoever has a value, not blank and not
          "false"; {{#if vendor_category is Food}} for one value, in any case; {{#unless phone}}…
          {{/unless}} the other way round. They may stand in each other, not across a tag of HTML.

          Partials: {{> footer}} is the organization's piece of that name: mailctl partial save.
          None includes itself, by whatever way.

          In HTML a value stands in text or in a quoted attribute. One that begins a link (href,
          src) is # unless it is http, https, mailto, tel, sms or relative; one behind ? or # of a
          link is encoded. In scripts, styles and event handlers no value may stand. Characters that
          turn the direction of the text behind them are left out of values.

          """
          + VariableCatalog.all().entrySet().stream()
              .map(entry -> String.format("  %-26s %s%n", entry.getKey(), entry.getValue()))
              .collect(Collectors.joining());
    }
  },
  VARIANTS {
    @Override
    String text() {
      return VariantsHelp.TEXT;
    }
  };

  /// The whole text, with a final line break.
  abstract String text();

  static List<String> names() {
    return Stream.of(values()).map(HelpTopics::word).toList();
  }

  static Optional<HelpTopics> named(String word) {
    return Stream.of(values()).filter(topic -> topic.word().equals(word)).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String row(String name, String said) {
    String waits =
        Settings.descriptions().stream()
            .filter(setting -> setting.name().equals("retry." + name))
            .map(SettingDescription::defaultText)
            .findFirst()
            .orElseThrow();
    return String.format("  %-13s %-62s %s%n", name, said, waits);
  }

  private static String setting(SettingDescription setting) {
    String names =
        Stream.concat(Stream.of(setting.environmentName()), setting.standardNames().stream())
            .collect(Collectors.joining(", "));
    String value = setting.defaultText().isEmpty() ? "none" : setting.defaultText();
    return String.format(
        "  %s%n      %s%s%n      default: %s%s%n      %s%n",
        setting.name(),
        names,
        setting.fileVariant() ? " (or -file)" : "",
        value,
        setting.needsRestart() ? "; another value takes a restart of serve" : "",
        setting.description());
  }
}
