package mailctl.cli;

import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// For random audiences and every key of a filter: whom the count, the list, the preview and the
/// plan name is who has it in the mailbox.
final class ShownIsSentTest {
  private static final List<String> STATUSES =
      List.of("invited", "pending", "approved", "confirmed", "waitlisted", "rejected", "cancelled");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final Random random = new Random(2026);

  @Test
  void count_list_preview_plan_and_mailbox_name_the_same_people() throws Exception {
    try (MailboxFixture mail = new MailboxFixture(db)) {
      for (String key :
          List.of(
              "status",
              "exclude_status",
              "category",
              "payment_status",
              "email",
              "attributes.size",
              "")) {
        for (int round = 0; round < 2; round++) {
          holds(mail, key);
        }
      }
    }
  }

  private void holds(MailboxFixture mail, String key) throws Exception {
    long event = mail.rows.event().insert().getId();
    List<String> people = people(mail, event);
    Map<String, List<String>> filter = new LinkedHashMap<>();
    if (!key.isEmpty()) {
      filter.put(key, values(key, people));
    }
    if (random.nextInt(3) == 0) {
      filter.putIfAbsent("category", values("category", people));
    }
    String json = JsonMapper.builder().build().writeValueAsString(filter);
    String email =
        mail.rows
            .scheduledEmail()
            .with(SCHEDULED_EMAIL.EVENT_ID, event)
            .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf(json))
            .with(
                SCHEDULED_EMAIL.TEXT, "{{#if vendor_category is Food}}F{{else}}O{{/if}} {{email}}")
            .insert()
            .getId()
            .toString();

    JsonNode list = read(mail.run("recipients", "--id", email, "--limit", "1000", "--json"));
    TreeSet<String> listed = new TreeSet<>();
    for (JsonNode recipient : list.get("recipients")) {
      boolean included = recipient.path("skip_reason").isMissingNode();
      if (included) {
        listed.add(recipient.get("email").asText());
      }
      if (random.nextInt(8) == 0) {
        assertThat(
                read(mail.run(
                        "preview",
                        "--id",
                        email,
                        "--registration",
                        recipient.get("registration_id").asText(),
                        "--json"))
                    .path("not_sent_because")
                    .isMissingNode())
            .as(filter + " " + recipient)
            .isEqualTo(included);
      }
    }
    assertThat(list.get("included").asInt()).as(filter.toString()).isEqualTo(listed.size());
    CommandRun.Result planned = mail.run("plan", "--id", email, "--json");
    JsonNode plan = read(planned);
    assertThat(plan.get("included").asInt()).as(filter.toString()).isEqualTo(listed.size());
    long inBranches = 0;
    for (JsonNode branch : plan.get("branches")) {
      inBranches += branch.get("recipients").asLong();
    }
    assertThat(inBranches).isEqualTo(listed.size());
    int before = mail.mailbox().size();

    CommandRun.Result sent = mail.run("send", "--plan", plan.get("plan_id").asText());

    assertThat(sent.exitCode()).as(sent.toString()).isZero();
    List<String> mailed =
        mail.mailbox().subList(before, mail.mailbox().size()).stream().map(it -> it.to()).toList();
    assertThat(mailed).as(filter.toString()).containsExactlyInAnyOrderElementsOf(listed);
  }

  private List<String> people(MailboxFixture mail, long event) {
    List<String> people = new ArrayList<>();
    for (int i = random.nextInt(15) + 5; i > 0; i--) {
      String address = (random.nextBoolean() ? "P" : "p") + event + "-" + i + "@a.example";
      people.add(address);
      mail.rows
          .registration()
          .with(REGISTRATION.EVENT_ID, event)
          .with(REGISTRATION.EMAIL, random.nextInt(12) == 0 ? "none" + i + "@nowhere" : address)
          .with(REGISTRATION.STATUS, one(STATUSES))
          .with(REGISTRATION.CATEGORY, one(List.of("Food", "food", "Art", "", "a,b")))
          .with(REGISTRATION.PAYMENT_STATUS, one(List.of("unpaid", "paid", "overdue")))
          .with(
              REGISTRATION.ATTRIBUTES,
              JSONB.valueOf(one(List.of("{}", "{\"size\": \"L\"}", "{\"size\": \"s\"}"))))
          .insert();
      switch (random.nextInt(8)) {
        case 0 -> mail.rows.suppression(address.toLowerCase(Locale.ROOT)).insert();
        case 1 ->
            mail.rows
                .suppression(address.toLowerCase(Locale.ROOT))
                .with(SUPPRESSION.EVENT_ID, event)
                .insert();
        default -> {}
      }
    }
    return people;
  }

  private List<String> values(String key, List<String> people) {
    return switch (key) {
      case "status", "exclude_status" -> List.of(one(STATUSES), one(STATUSES));
      case "category" -> List.of(one(List.of("Food", "FOOD", "art", "a,b")), "Art");
      case "payment_status" -> List.of(one(List.of("unpaid", "paid", "overdue")));
      case "email" -> List.of(one(people).toUpperCase(Locale.ROOT), one(people));
      default -> List.of(one(List.of("L", "S", "XL")));
    };
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static JsonNode read(CommandRun.Result result) throws Exception {
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return JsonMapper.builder().build().readTree(result.stdout());
  }
}
