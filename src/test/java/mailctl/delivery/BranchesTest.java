package mailctl.delivery;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.PARTIAL;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.campaign.ScheduledEmailId;
import mailctl.provider.MailRequest;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Recipients whose sections differ travel apart, and read the same as when each travels alone.
final class BranchesTest {
  private static final String HTML =
      """
      <p>{{#if vendor_category is Food}}Bring {{attributes.tool|a fork}}{{else}}Hi {{first_name}}
      {{#if attributes.vip}}<b>VIP</b>{{/if}}{{/if}} <a href="{{website}}">x</a></p>{{> footer}}
      """;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @RegisterExtension final TestDatabase other = new TestDatabase();

  @Test
  void in_batches_and_one_by_one_everybody_gets_the_same_text() {
    Map<String, String> together = textsWith(db, 10);
    Map<String, String> alone = textsWith(other, 1);

    assertThat(together).hasSize(12).isEqualTo(alone);
    assertThat(together.get("p0@a.example")).contains("Bring &lt;b&gt;{{#if phone}}", "Old footer");
    assertThat(together.get("p1@a.example")).contains("VIP", "href=\"#\"").doesNotContain("Bring");
    assertThat(together.get("p2@a.example")).contains("Hi P2").doesNotContain("VIP", "Bring");
  }

  @Test
  void what_an_email_includes_is_frozen_when_it_starts() {
    SendingFixture sending = new SendingFixture(db.database());
    ScheduledEmailId email = written(sending);
    long first = sending.rows.registration().insert().getId();
    sending.rows.registration().insert();
    sending.feature.sendNow().send(email, Optional.of(new mailctl.audience.RegistrationId(first)));
    sending.database.run(
        tx -> tx.dsl().update(PARTIAL).set(PARTIAL.HTML, "<p>New footer</p>").execute());

    sending.send(email);

    assertThat(sending.provider.requests())
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.html()).contains("Old footer"));
  }

  private static Map<String, String> textsWith(TestDatabase db, int batchSize) {
    SendingFixture sending =
        new SendingFixture(
            db.database(),
            new SendSettings(batchSize, 1, Duration.ofSeconds(30), Duration.ofSeconds(20)));
    ScheduledEmailId email = written(sending);
    long event =
        sending.read(
            tx ->
                tx.dsl()
                    .fetchSingle(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(email.value()))
                    .getEventId());
    for (int i = 0; i < 12; i++) {
      sending
          .rows
          .registration()
          .with(REGISTRATION.EVENT_ID, event)
          .with(REGISTRATION.EMAIL, "p" + i + "@a.example")
          .with(REGISTRATION.NAME, "P" + i + " <i>")
          .with(REGISTRATION.CATEGORY, i % 3 == 0 ? "food" : "Art")
          .with(REGISTRATION.WEBSITE, i % 3 == 1 ? "javascript:x" : "https://p" + i + ".example")
          .with(
              REGISTRATION.ATTRIBUTES,
              org.jooq.JSONB.valueOf(
                  i % 3 == 1 ? "{\"vip\": true}" : "{\"tool\": \"<b>{{#if phone}}\"}"))
          .insert();
    }

    sending.send(email);

    if (batchSize > 1) {
      assertThat(sending.provider.requests()).hasSizeBetween(3, 6);
    }
    Map<String, String> texts = new TreeMap<>();
    for (MailRequest request : sending.provider.requests()) {
      for (MailRequest.Recipient recipient : request.recipients()) {
        texts.put(
            recipient.to().address(),
            List.of(request.subject(), request.html(), request.text()).stream()
                .map(part -> substituted(part, recipient))
                .map(part -> part.replaceAll("/unsubscribe/\\d+", "/unsubscribe/N"))
                .toList()
                .toString());
      }
    }
    return texts;
  }

  private static ScheduledEmailId written(SendingFixture sending) {
    long email =
        sending
            .rows
            .scheduledEmail()
            .with(SCHEDULED_EMAIL.SUBJECT, "{{#if attributes.vip}}VIP {{/if}}{{full_name}}")
            .with(SCHEDULED_EMAIL.HTML, HTML)
            .with(SCHEDULED_EMAIL.TEXT, "")
            .insert()
            .getId();
    sending.database.run(
        tx ->
            tx.dsl()
                .insertInto(PARTIAL, PARTIAL.ORGANIZATION_ID, PARTIAL.NAME, PARTIAL.HTML)
                .select(
                    org.jooq
                        .impl
                        .DSL
                        .select(
                            EVENT.ORGANIZATION_ID,
                            org.jooq.impl.DSL.inline("footer"),
                            org.jooq.impl.DSL.inline(
                                "<p>Old footer <a href=\"{{unsubscribe_link}}\">no</a></p>"))
                        .from(SCHEDULED_EMAIL)
                        .join(EVENT)
                        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
                        .where(SCHEDULED_EMAIL.ID.eq(email)))
                .execute());
    return new ScheduledEmailId(email);
  }

  private static String substituted(String text, MailRequest.Recipient recipient) {
    String filled = text;
    for (Map.Entry<String, String> each : recipient.substitutions().entrySet()) {
      filled = filled.replace(each.getKey(), each.getValue());
    }
    return filled;
  }
}
