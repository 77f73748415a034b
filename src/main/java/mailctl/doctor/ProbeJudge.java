package mailctl.doctor;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import mailctl.webhook.ProbeEcho;
import mailctl.webhook.SignatureVerifier;

/// What an echo says about those in between.
final class ProbeJudge {
  private final URI address;
  private final byte[] body;
  private final List<String> keyDigests;

  ProbeJudge(URI address, byte[] body, List<String> keyDigests) {
    this.address = address;
    this.body = body;
    this.keyDigests = keyDigests;
  }

  Finding judge(ProbeEcho echo, HttpResponse<?> answer) {
    String between =
        echo.via()
            .or(() -> answer.headers().firstValue("Via"))
            .or(() -> answer.headers().firstValue("Server"))
            .map(name -> " (it calls itself " + name + ")")
            .orElse("");
    if (!echo.bodyDigest().equals(ProbeEcho.digest(body))) {
      return Finding.fail(
          "something between %s and mailctl rewrites the body%s: %d bytes went, %s came, and no"
                  .formatted(address, between, body.length, came(echo))
              + " signature survives that",
          "make the proxy hand the body on as it is (no JSON rewriting, no decoding, no filter)");
    }
    return switch (echo.verdict()) {
      case VALID -> keys(echo);
      case MISSING ->
          Finding.fail(
              "something between %s and mailctl drops the signature's headers%s"
                  .formatted(address, between),
              "make the proxy hand on X-Twilio-Email-Event-Webhook-Signature and -Timestamp");
      case TOO_OLD, FROM_THE_FUTURE -> skew(echo, answer);
      case BAD_TIMESTAMP, WRONG, NO_TOKEN, WRONG_TOKEN ->
          Finding.fail(
              "the body arrives at %s as it was, and its signature does not%s: %s"
                  .formatted(address, between, echo.verdict().words()),
              "make the proxy hand on the headers as they are");
    };
  }

  private String came(ProbeEcho echo) {
    return echo.bodyBytes() == body.length ? "as many others" : Long.toString(echo.bodyBytes());
  }

  /// By the answer's own date, which the machine that answered has set.
  private static Finding skew(ProbeEcho echo, HttpResponse<?> answer) {
    Optional<String> date = answer.headers().firstValue("Date");
    return Finding.fail(
        "a signature made now counts as %s there: the clock of that database says %s%s"
            .formatted(
                echo.verdict() == SignatureVerifier.Verdict.TOO_OLD ? "too old" : "from the future",
                echo.at().truncatedTo(ChronoUnit.SECONDS),
                date.map(it -> ", that of the machine " + it).orElse("")),
        "synchronize the clocks (chrony, systemd-timesyncd); webhook.max-age and webhook.max-ahead"
            + " say what is let through");
  }

  private Finding keys(ProbeEcho echo) {
    if (!echo.keys().stream().sorted().toList().equals(keyDigests)) {
      return Finding.warn(
          "a probe comes through %s unchanged, but the serve there verifies with other keys than"
                  .formatted(address)
              + " webhook.keys here",
          "mailctl config reload; or look at the configuration here");
    }
    return Finding.ok("a signed probe comes through " + address + " unchanged");
  }
}
