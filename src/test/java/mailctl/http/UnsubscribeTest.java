package mailctl.http;

import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mailctl.support.TestDatabase;
import mailctl.suppression.UnsubscribeToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From the socket to the tables.
final class UnsubscribeTest {
  private static final Path CURL = Path.of("/usr/bin/curl");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final HttpClient client = HttpClient.newHttpClient();
  private UnsubscribeFixture fixture;

  @BeforeEach
  void listen() {
    fixture = new UnsubscribeFixture(db);
  }

  @AfterEach
  void stop() {
    fixture.close();
    client.close();
  }

  /// As mail programs do it by RFC 8058: either encoding, no cookie, no redirect followed.
  @Test
  void one_click_stops_the_organizations_mail() throws Exception {
    HttpResponse<String> form =
        oneClick("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
    HttpResponse<String> again =
        oneClick(
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n");

    for (HttpResponse<String> each : List.of(form, again)) {
      assertThat(each.statusCode()).isEqualTo(200);
      assertThat(each.headers().map()).doesNotContainKeys("set-cookie", "location");
    }
    assertThat(fixture.suppressed()).containsExactly("kim@a.example organization unsubscribed");
  }

  @Test
  void one_click_by_curl() throws Exception {
    assumeTrue(
        Files.isExecutable(CURL), "there is no curl on this machine: its one click was not tried");
    Process curl =
        new ProcessBuilder(
                CURL.toString(), "-sS", "-i", "-d", "List-Unsubscribe=One-Click", fixture.url())
            .redirectErrorStream(true)
            .start();
    String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK")
        .contains("You are unsubscribed")
        .doesNotContainIgnoringCase("set-cookie:", "location:");
    assertThat(fixture.suppressed()).containsExactly("kim@a.example organization unsubscribed");
  }

  /// A year later, however often: a link in a message that may still be read has to work.
  @Test
  void an_old_link_works_and_a_second_press_counts_once() throws Exception {
    fixture.clock.tick(Duration.ofDays(400));

    post("action=unsubscribe&from=event");
    post("action=unsubscribe&from=event");

    assertThat(fixture.suppressed()).containsExactly("kim@a.example event unsubscribed");
  }

  @Test
  void scanners_open_links_and_change_nothing() throws Exception {
    for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE")) {
      client.send(
          request(fixture.url() + "?from=everything&action=unsubscribe&List-Unsubscribe=One-Click")
              .header("User-Agent", "Mozilla/5.0 (scanner)")
              .method(method, BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }

    assertThat(fixture.suppressed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"event,event", "organization,organization", "everything,global"})
  void the_page_stops_what_was_chosen(String chosen, String scope) throws Exception {
    HttpResponse<String> done = post("from=" + chosen + "&action=unsubscribe");

    assertThat(done.body()).contains("<h1>You are unsubscribed</h1>", "Get this mail again");
    assertThat(fixture.suppressed()).containsExactly("kim@a.example " + scope + " unsubscribed");
    assertThat(get(fixture.url()).body()).contains("<h1>You are unsubscribed</h1>");
  }

  @Test
  void the_page_names_event_and_organization_but_never_the_address() throws Exception {
    String page = get(fixture.url()).body();

    assertThat(page)
        .contains(
            "<html lang=\"en\">",
            "Harbour Makers&#39; Guild",
            "Spring Fair &lt;2026&gt;",
            "<legend>",
            "<label for=\"event\">")
        .doesNotContainIgnoringCase("kim", "a.example", "<script", "onclick", "src=");
  }

  @Test
  void a_recipient_may_want_the_mail_again() throws Exception {
    post("from=event");
    post("from=everything");

    assertThat(post("action=resubscribe").body()).contains("<h1>You are subscribed again</h1>");

    assertThat(fixture.suppressed()).isEmpty();
    List<String> liftedBy =
        db.database()
            .transaction(tx -> tx.dsl().selectFrom(SUPPRESSION).fetch(SUPPRESSION.LIFTED_BY));
    assertThat(liftedBy)
        .hasSize(2)
        .containsOnly("recipient, by the link of delivery " + fixture.delivery);
    fixture.clock.tick(Duration.ofSeconds(1));
    post("from=event");
    assertThat(fixture.suppressed()).containsExactly("kim@a.example event unsubscribed");
  }

  @Test
  void what_others_stopped_stays_stopped_and_the_page_says_so() throws Exception {
    fixture.rows.suppression("kim@a.example").with(SUPPRESSION.REASON, "spam_report").insert();
    post("from=organization");

    assertThat(post("action=resubscribe").body()).contains("At the moment you get no mail at all");

    assertThat(fixture.suppressed()).containsExactly("kim@a.example global spam_report");
  }

  @Test
  void forged_truncated_and_foreign_links_are_told_apart_from_good_ones_and_change_nothing()
      throws Exception {
    String good = fixture.tokens.make(fixture.delivery);
    String foreign = new UnsubscribeToken(new byte[32]).make(fixture.delivery);
    String nobodys = fixture.tokens.make(fixture.delivery + 1);
    String forged = good.substring(0, 31) + (good.endsWith("A") ? "B" : "A");

    for (String token :
        List.of(forged, good.substring(0, 20), good + "A", foreign, nobodys, "42", "%00", "..")) {
      for (HttpResponse<String> answer :
          List.of(get(fixture.url(token)), post(fixture.url(token), "from=everything"))) {
        assertThat(answer.statusCode()).as(token).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("Harbour");
      }
    }
    assertThat(get(fixture.url(forged)).body()).contains("This link does not work");
    assertThat(fixture.suppressed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"from=nobody", "action=explode", "from=%zz", "from=event&action="})
  void what_the_page_cannot_have_sent_changes_nothing(String body) throws Exception {
    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Nothing was changed");
    assertThat(fixture.suppressed()).isEmpty();
  }

  private HttpResponse<String> oneClick(String type, String body) throws Exception {
    return client.send(
        request(fixture.url())
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(request(url).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return post(fixture.url(), body);
  }

  /// On a connection of its own: after a bad request the server closes it, and a post is not sent
  /// again.
  private static HttpResponse<String> post(String url, String body) throws Exception {
    try (HttpClient own = HttpClient.newHttpClient()) {
      return post(own, url, body);
    }
  }

  private static HttpResponse<String> post(HttpClient client, String url, String body)
      throws Exception {
    return client.send(
        request(url)
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
  }
}
