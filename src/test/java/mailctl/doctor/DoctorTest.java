package mailctl.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.inspect.Debt;
import mailctl.inspect.InboxState;
import mailctl.inspect.RadarState;
import org.junit.jupiter.api.Test;

final class DoctorTest {
  private static final Debt NO_DEBT = new Debt(0, 0, 0, 0, Optional.empty());
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void without_a_database_nothing_else_is_looked_at() {
    Doctor doctor =
        new Doctor(
            check("database", Finding.fail("away", "mend it")),
            List.of(check("other", Finding.ok("fine"))));

    assertThat(doctor.examine()).extracting(Doctor.Diagnosis::check).containsExactly("database");
  }

  @Test
  void a_check_that_throws_has_failed_and_the_others_go_on() {
    Check broken =
        new Check() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Finding look() {
            throw new IllegalStateException("no idea");
          }
        };
    Doctor doctor =
        new Doctor(
            check("database", Finding.ok("there")),
            List.of(broken, check("last", Finding.ok("fine"))));

    assertThat(doctor.examine())
        .extracting(each -> each.check() + " " + each.finding().level())
        .containsExactly("database OK", "broken FAIL", "last OK");
    assertThat(doctor.examine().get(1).finding().advice()).contains("mailctl doctor --verbose");
  }

  @Test
  void a_refusal_brings_its_own_advice() {
    Check refused =
        new Check() {
          @Override
          public String name() {
            return "refused";
          }

          @Override
          public Finding look() {
            throw new Refusal(Refusal.Kind.CONFIG, "no key", "set sendgrid.api-key-file");
          }
        };
    Doctor doctor = new Doctor(check("database", Finding.ok("there")), List.of(refused));

    assertThat(doctor.examine().getLast().finding())
        .isEqualTo(Finding.fail("no key", "set sendgrid.api-key-file"));
    assertThatThrownBy(() -> Finding.fail("broken", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void clocks_may_differ_by_seconds() {
    assertThat(skew(Duration.ofSeconds(2)).level()).isEqualTo(Finding.Level.OK);
    assertThat(skew(Duration.ofSeconds(-20)))
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
              assertThat(finding.what())
                  .isEqualTo("the database's clock is 20.0 s behind this machine's");
            });
    assertThat(skew(Duration.ofMinutes(3)).level()).isEqualTo(Finding.Level.FAIL);
  }

  @Test
  void posts_that_wait_for_long_mean_that_nobody_processes_them() {
    assertThat(inbox(Duration.ofSeconds(20)).level()).isEqualTo(Finding.Level.OK);
    assertThat(inbox(Duration.ofMinutes(20)).level()).isEqualTo(Finding.Level.FAIL);
  }

  @Test
  void what_is_parked_and_what_never_ended_is_worth_a_word() {
    RadarState state =
        state(
            new InboxState(0, Optional.empty(), 1, 2),
            new Debt(0, 0, 9, 4, Optional.of(NOW.minus(Duration.ofDays(4)))));

    assertThat(new ParkedCheck(() -> state).look().what())
        .isEqualTo("1 post and 2 events could not be applied and are parked");
    assertThat(new DebtCheck(() -> state, Duration.ofHours(72)).look())
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
              assertThat(finding.what()).startsWith("4 messages were accepted more than 3 d ago");
            });
  }

  private static Finding skew(Duration ahead) {
    return new ClockCheck(InstantSource.fixed(NOW), InstantSource.fixed(NOW.plus(ahead))).look();
  }

  private static Finding inbox(Duration age) {
    RadarState state = state(new InboxState(3, Optional.of(NOW.minus(age)), 0, 0), NO_DEBT);
    return new InboxCheck(() -> state).look();
  }

  private static RadarState state(InboxState inbox, Debt debt) {
    return new RadarState(NOW, debt, inbox, Optional.empty(), 0, List.of());
  }

  private static Check check(String name, Finding finding) {
    return new Check() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Finding look() {
        return finding;
      }
    };
  }
}
