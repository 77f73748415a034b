package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mailctl.audience.EventId;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class QuietHoursTest {
  private static final String FILE =
      """
      organizations:
        - slug: lakeside
          name: Lakeside Markets
          email: hello@lakeside.example.org
          time_zone: America/Chicago
          quiet_hours: 20:00-08:00
          send_days: [mon, tue, wed, thu, fri]
      """;

  @RegisterExtension final TestDatabase db = new TestDatabase();

  @Test
  void they_move_what_is_on_the_schedule_and_what_comes_and_go_again() {
    CampaignSetup campaign = new CampaignSetup(db.database());
    EventId event = campaign.event();
    // Sunday evening, and Monday night.
    ScheduledEmail early = campaign.create(event, "early", "1 day before event at 18:00");
    imports(campaign, FILE);
    ScheduledEmail late = campaign.create(event, "late", "on event date at 22:00");

    assertThat(campaign.standing(early)).isEqualTo("scheduled 2026-06-15T23:00:00Z");
    assertThat(campaign.standing(late)).isEqualTo("scheduled 2026-06-16T13:00:00Z");

    imports(campaign, FILE.replaceAll("(?m)^ +(quiet|send).*\n", ""));
    assertThat(campaign.standing(late))
        .as("nothing was said")
        .isEqualTo("scheduled 2026-06-16T13:00:00Z");
    imports(campaign, FILE.replace("20:00-08:00", "none").replaceAll("(?m)^ +send.*\n", ""));
    assertThat(campaign.standing(early)).isEqualTo("scheduled 2026-06-14T23:00:00Z");
    assertThat(campaign.standing(late)).isEqualTo("scheduled 2026-06-16T03:00:00Z");
  }

  @Test
  void another_application_may_set_them_and_the_schedule_follows() {
    CampaignSetup campaign = new CampaignSetup(db.database());
    EventId event = campaign.event();
    ScheduledEmail email = campaign.create(event, "late", "on event date at 22:00");
    EventFollower follower = new EventFollower(db.database(), campaign.eventUpdate);
    follower.runOnce();

    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "update organization set quiet_from = '21:00', quiet_until = '07:00',"
                            + " time_zone = 'America/New_York'"));

    assertThat(follower.runOnce()).isEqualTo(1);
    assertThat(follower.runOnce()).isZero();
    assertThat(campaign.standing(email)).isEqualTo("scheduled 2026-06-16T11:00:00Z");
  }

  @Test
  void what_makes_no_sense_is_named_with_its_line() {
    CampaignSetup campaign = new CampaignSetup(db.database());

    assertThatThrownBy(
            () ->
                imports(campaign, FILE.replace("20:00-08:00", "nights").replace("fri]", "funday]")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("line 6: 'nights' are not quiet hours such as 21:00-08:00")
        .hasMessageContaining("line 7: 'funday' is not a day");
  }

  private static void imports(CampaignSetup campaign, String yaml) {
    campaign.in(tx -> campaign.imports.store(tx, CampaignFile.read("o.yaml", yaml)));
  }
}
