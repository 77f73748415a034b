package mailctl.cli;

/// How an email of several versions works.
final class VariantsHelp {
  static final String TEXT =
      """
      Variants of a scheduled email

      An email, or an email of a template, may have two to six versions. A share of the
      recipients gets one each; the rest waits, and gets the better one. In a campaign file, or
      in a file of its own for `mailctl schedule create --variants FILE` and `edit`:

        variants:
          - name: a
          - name: b
            subject: Only a week, {{first_name|friend}}
        experiment:
          share: 20%            # goes first
          metric: clicks        # or delivered, or link with link: https://example.org/apply
          alpha: 0.05           # how often a winner may be found where there is none
          min_recipients: 100   # sent of each, before anything is decided
          deadline: 24h         # after the start
          max_complaints: 0.3%  # among those who went first; more stop it

      These are the defaults. What a version does not say it takes from the email; the first is
      usually the email as it is. subject, html and text may differ; with an html of its own a
      version has no text of the email's. weight: 60 gives percent, which add up to 100; without,
      all weigh the same. Every version is checked as the email is, and frozen with it.

      Who goes first, and with which version, is drawn by a keyed hash of the registration:
      always the same, and `mailctl verify` draws again. A canary is taken from those who go
      first, and nothing is decided before it has passed.

      The test may be looked at any time; `serve` and `sweep` do, about once a minute. People are
      counted who did it at least once, machines' clicks left out; for `delivered` those whom it
      did not reach. If two versions do not differ, which one each of these people had is a draw
      with the odds of the weights. The evidence against that is a mixture sequential
      probability ratio: the average of what is foretold by all other odds, over that by these.
      It exceeds 1/p at any time at all with a chance of at most p. A version wins that does
      better than every other with p below nine tenths of alpha, p times the number of pairs
      (Bonferroni). The last tenth is for complaints: a version with significantly more than
      another cannot win. Too many complaints in all hold the email for a person.

      Without a winner by the deadline the rest gets the first version that may win, and it says
      "no winner". So does, at once, an email of which fewer than min_recipients would get a
      version first: then nobody waits. `mailctl schedule decide ID --winner b` (or --stop)
      decides before the test does.

      `mailctl schedule variants ID` shows how it stands, `mailctl stats --id ID --variants` the
      numbers, `mailctl preview --id ID --variant b` a version; `plan`, `lint` and `preview
      --branches` go over all of them.
      """;

  private VariantsHelp() {}
}
