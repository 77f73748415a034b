package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RequestLimitTest {
  private static final InetAddress ANN = InetAddress.ofLiteral("203.0.113.9");
  private static final InetAddress BOB = InetAddress.ofLiteral("203.0.113.10");

  private final AtomicLong nanos = new AtomicLong(1);

  @Test
  void after_the_burst_there_is_one_more_as_time_goes_by_for_each_alone() {
    RequestLimit limit = limit("30/m", 100);
    for (int i = 0; i < 10; i++) {
      assertThat(limit.take(ANN)).isZero();
    }

    assertThat(limit.take(ANN)).isEqualTo(2);
    assertThat(limit.take(BOB)).isZero();

    nanos.addAndGet(2_000_000_000L);
    assertThat(limit.take(ANN)).isZero();
    assertThat(limit.take(ANN)).isPositive();
  }

  @Test
  void to_look_takes_nothing_and_who_is_at_rest_is_forgotten() {
    RequestLimit limit = limit("1/s", 100);
    assertThat(limit.look(ANN)).isZero();
    assertThat(limit.isIdle()).isTrue();
    for (int i = 0; i < 10; i++) {
      limit.take(ANN);
    }
    assertThat(limit.look(ANN)).isEqualTo(1);

    nanos.addAndGet(60_000_000_000L);

    assertThat(limit.look(ANN)).isZero();
    assertThat(limit.isIdle()).isTrue();
  }

  @Test
  void the_addresses_of_one_customer_are_one_client() {
    RequestLimit limit = limit("1/s", 100);
    for (int i = 0; i < 10; i++) {
      limit.take(InetAddress.ofLiteral("2001:db8:0:1::" + i));
    }

    assertThat(limit.take(InetAddress.ofLiteral("2001:db8:0:1:ffff::9"))).isPositive();
    assertThat(limit.take(InetAddress.ofLiteral("2001:db8:0:2::1"))).isZero();
  }

  @Test
  void whatever_comes_it_remembers_so_many_and_no_more() {
    RequestLimit limit = limit("1/s", 50);
    for (int i = 0; i < 10_000; i++) {
      limit.take(InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256));
    }

    assertThat(limit.clients()).isEqualTo(50);
  }

  @Test
  void a_rate_is_so_many_in_a_time() {
    assertThat(Rate.parse("600/m")).contains(new Rate(600, 60));
    assertThat(Rate.parse("off")).isEmpty();
    for (String wrong : new String[] {"20", "0/s", "20/d", "-1/s", "many"}) {
      assertThatThrownBy(() -> Rate.parse(wrong)).hasMessageContaining("is not a rate");
    }
  }

  private RequestLimit limit(String rate, int most) {
    return new RequestLimit(Rate.parse(rate), most, nanos::get);
  }
}
