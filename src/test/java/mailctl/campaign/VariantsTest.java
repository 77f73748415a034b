package mailctl.campaign;

import static mailctl.database.schema.Tables.EXPERIMENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import mailctl.audience.EventId;
import mailctl.audience.OrganizationId;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VariantsTest {
  private static final String VARIANTS =
      """
              variants:
                - name: a
                  weight: 60
                - name: b
                  weight: 40
                  subject: Only a week, {{first_name|friend}}
                  html: |
                    <p>Soon!</p>
                    <a href="{{unsubscribe_link}}">no</a>
      """;

  private static final String TERMS =
      """
              experiment:
                share: 12.5%
                metric: link
                link: https://fair.example.org/apply
                alpha: 0.01
                min_recipients: 250
                deadline: 36h
                max_complaints: 0.5%
      """;

  private static final String TEMPLATE =
      """
      templates:
        - name: Season
          organization: lakeside
          emails:
            - name: Welcome
              kind: promotional
              trigger: 7 days before event at 09:00
              subject: In a week
              text: See you {{unsubscribe_link}}
      """;

  private static final String HEAD =
      """
      organizations:
        - slug: lakeside
          name: Lakeside Markets
          email: hello@lakeside.example.org
          time_zone: America/Chicago
      events:
        - slug: fair
          organization: lakeside
          title: Summer Fair
          status: live
          event_date: 2026-06-15
      """;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private CampaignSetup campaign;

  @BeforeEach
  void setUp() {
    campaign = new CampaignSetup(db.database());
  }

  @Test
  void a_template_with_variants_comes_back_byte_for_byte() {
    String yaml = TEMPLATE + VARIANTS + TERMS;
    imports(HEAD + yaml);

    assertThat(exported()).isEqualTo(yaml);
    imports(TEMPLATE + VARIANTS);
    assertThat(exported()).isEqualTo(TEMPLATE + VARIANTS);
    imports(TEMPLATE);
    assertThat(exported()).isEqualTo(TEMPLATE);
  }

  @Test
  void what_is_generated_from_it_has_them_and_a_template_saved_from_that_again() {
    imports(HEAD + TEMPLATE + VARIANTS + TERMS);
    long template =
        campaign.in(
            tx ->
                new TemplateStore().findByName(tx, new OrganizationId(1), "Season").orElseThrow());
    EventId event = new EventId(1);
    ScheduledEmail email =
        campaign.in(
            tx ->
                new Generation(
                        campaign.clock,
                        db.database().location(),
                        campaign.events,
                        campaign.organizations)
                    .generate(tx, event, Optional.of(template), Generation.Selection.ALL)
                    .lines()
                    .getFirst()
                    .email()
                    .orElseThrow());

    Experiment experiment = of(email);
    assertThat(experiment.terms())
        .isEqualTo(
            new Experiment.Terms(
                new BigDecimal("12.5"),
                Metric.LINK,
                Optional.of("https://fair.example.org/apply"),
                new BigDecimal("0.01"),
                250,
                Duration.ofHours(36),
                new BigDecimal("0.5")));
    assertThat(experiment.lots()).hasSize(100).containsOnly("a", "b").startsWith("a").endsWith("b");
    assertThat(experiment.variants().getLast().in(email.content()).subject())
        .isEqualTo("Only a week, {{first_name|friend}}");
    assertThat(experiment.variants().getFirst().in(email.content())).isEqualTo(email.content());

    campaign.in(
        tx ->
            new Templates(campaign.clock)
                .saveFrom(
                    tx,
                    campaign.events.require(tx, event),
                    campaign.organizations.require(tx, new OrganizationId(1)),
                    "Again",
                    "",
                    false));
    assertThat(template("Again").items().getFirst().draft().experiment()).isEqualTo(experiment);
  }

  @Test
  void an_email_of_a_file_is_brought_in_line_with_its_variants() {
    String email = scheduled(VARIANTS);
    imports(HEAD + email);

    assertThat(imports(email).emails().unchanged()).isEqualTo(1);
    assertThat(imports(scheduled(VARIANTS.replace("Soon!", "Very soon!"))).emails().updated())
        .isEqualTo(1);
    assertThat(of(email())).isNotEqualTo(Experiment.NONE);
    assertThat(imports(scheduled("")).emails().updated()).isEqualTo(1);
    assertThat(of(email())).isEqualTo(Experiment.NONE);
  }

  @Test
  void variants_are_frozen_with_their_email() {
    imports(HEAD + scheduled(VARIANTS));
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SCHEDULED_EMAIL)
                    .set(SCHEDULED_EMAIL.STARTED_AT, campaign.clock.instant())
                    .execute());

    assertThatThrownBy(() -> imports(scheduled(VARIANTS.replace("Soon!", "Late!"))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("has started sending; its content is frozen");
    assertThatThrownBy(
            () -> db.database().run(tx -> tx.dsl().execute("update variant set text = 'x'")))
        .hasMessageContaining("its variants are frozen");
    assertThatThrownBy(() -> db.database().run(tx -> tx.dsl().execute("delete from variant")))
        .hasMessageContaining("its variants are frozen");
    assertThatThrownBy(
            () -> db.database().run(tx -> tx.dsl().execute("update experiment set share = 100")))
        .hasMessageContaining("its variants are frozen");
  }

  @Test
  void one_with_variants_does_not_become_a_standing_one() {
    imports(HEAD + scheduled(VARIANTS));
    ScheduledEmail email = email();

    assertThatThrownBy(
            () ->
                campaign.in(
                    tx -> campaign.schedule.move(tx, email.id(), Trigger.parse("on approval"))))
        .hasMessageContaining("has variants: what goes out on approval has one version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          weight: 40             | weight: 30            | the weights add up to 100, not 90
          weight: 40             | weight: none          | weight is a whole number, not 'none'
          '        weight: 40\n'  | ''                   | either all variants have a weight, or none has
          name: b                | name: a               | there are two variants a
          name: b                | name: c               | the variants are a, b, … in that order, not c
          name: b                | name: two             | a variant is named by a letter, not 'two'
          Only a week            | Only {{nobody}}       | variant b, subject, line 1, column 6: unknown variable 'nobody'
          'subject: Only a week, {{first_name|friend}}' | 'subject: ""' | variant b has an empty subject
          href="{{unsubscribe_link}}" | href="{{event_link}}" | variant b, html, line 1, column 1: a promotional email needs {{unsubscribe_link}}
          metric: link           | metric: opens         | there is no metric 'opens'
          metric: link           | metric: clicks        | link goes with the metric link, not with clicks
          share: 12.5%           | share: 0%             | share is more than 0% and at most 100%
          share: 12.5%           | share: some           | share is a share such as 20%, not 'some'
          alpha: 0.01            | alpha: 0.9            | alpha is more than 0 and at most 0.5
          deadline: 36h          | deadline: soon        | deadline is a time such as 24h, not 'soon'
          https://fair           | ftp://fair            | link begins with https:// or http://
          min_recipients: 250    | recipients: 250       | an experiment has no 'recipients'
          trigger: 7 days before event at 09:00 | trigger: on approval | what goes out on approval has one version
          """)
  void what_is_wrong_with_variants_is_said_in_a_sentence(String was, String is, String words) {
    imports(HEAD);
    String file = scheduled(VARIANTS + TERMS);
    String old = was.replace("\\n", "\n");
    assertThat(file).contains(old);

    assertThatThrownBy(() -> imports(file.replace(old, is == null ? "" : is)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(words)
        .hasMessageContaining("nothing was imported");
    assertThat(experiments()).isZero();
  }

  @Test
  void one_variant_or_one_that_says_nothing_is_refused() {
    imports(HEAD);
    assertThatThrownBy(() -> imports(scheduled("        variants: [{name: a, subject: x}]\n")))
        .hasMessageContaining("one variant is none");
    assertThatThrownBy(() -> imports(scheduled("        variants: [{name: a}, {name: b}]\n")))
        .hasMessageContaining("variant b says nothing of its own");
    assertThatThrownBy(() -> imports(scheduled(TERMS)))
        .hasMessageContaining("an experiment needs variants");
    assertThat(experiments()).isZero();
  }

  private static String scheduled(String variants) {
    return """
        scheduled_emails:
          - event: fair
            name: Welcome
            trigger: 7 days before event at 09:00
            subject: In a week
            text: See you {{unsubscribe_link}}
        """
        + variants.indent(-4);
  }

  private ImportCounts imports(String yaml) {
    CampaignFile file = CampaignFile.read("campaign.yaml", yaml);
    return campaign.in(tx -> campaign.imports.store(tx, file));
  }

  private String exported() {
    return TemplateYaml.write("lakeside", template("Season"));
  }

  private CampaignTemplate template(String name) {
    return campaign.in(
        tx -> {
          TemplateStore store = new TemplateStore();
          long id = store.findByName(tx, new OrganizationId(1), name).orElseThrow();
          return store.find(tx, id).orElseThrow();
        });
  }

  private ScheduledEmail email() {
    return campaign.in(tx -> campaign.schedule.show(tx, new ScheduledEmailId(1)));
  }

  private Experiment of(ScheduledEmail email) {
    return campaign.in(tx -> new ExperimentStore().of(tx, email.id()));
  }

  private int experiments() {
    return campaign.in(tx -> tx.dsl().fetchCount(EXPERIMENT));
  }
}
