package mailctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class ReportViewsTest {
  private static final String HOSTILE = "<script>alert(\"1\")</script>'&\u001b[2J";

  @Test
  void the_text_of_a_week_looks_like_this() {
    assertThat(ReportText.of(SampleReport.named("Fair"), 80))
        .isEqualTo(
            """
            Mail of Fair, week to Mon 2026-06-08 08:00 ADT

            Needs a person
              1 email held for a person: mailctl schedule list --status held
              1 request in doubt: mailctl inspect doubts
              3 messages without an end from SendGrid, and late: mailctl inspect gaps
              1 daily report of 2026-06-07 not sent (Fair): mailctl report --day

                                     now   share  before  change
            accepted by SendGrid  12,345          10,000   +23 %
            retries among them        12              12
            delivered             11,945  96.8 %  10,000   +19 %
            deferred                   0   0.0 %       0
            blocked                  400   3.2 %       0     new
            bounced                    0   0.0 %       0
            dropped                    0   0.0 %       0
            opened                     0   0.0 %       0
            clicked                    0   0.0 %       0
            unsubscribed               0   0.0 %       0
            called spam                0   0.0 %       0

            Delivered
              Mon 06-01  ######################################## 1,950
              Tue 06-02  ######################################## 1,950
              Wed 06-03  ######################################## 1,950
              Thu 06-04  ######################################## 1,950
              Fri 06-05  ######################################## 1,950
              Sat 06-06  ######################################## 1,950
              Sun 06-07  ######################################## 1,950

            Not delivered          deliveries
              blocked, reputation         390

            Slow domains  deferred  blocked
              Fair              20      390

            Now
              31 deliveries go again, first at Mon 2026-06-08 08:00 ADT
              1 request in doubt, for 1,000 recipients, the oldest since Mon 2026-06-08 08:00 ADT
              2 doubts settled
              SendGrid owes the end of 60 messages, 3 of them late; of 4 it said nothing yet
              newly suppressed: spam report 2
              Fair gets no mail until Mon 2026-06-08 08:00 ADT

            Held
              Mon 2026-06-08 08:00 ADT  Fair (fair, id 7, plan drift)

            Next
              Mon 2026-06-08 08:00 ADT  Fair (fair, id 8)
            """);
  }

  @Test
  void in_a_narrow_window_the_numbers_still_fit() {
    assertThat(ReportText.of(SampleReport.named("Fair"), 40).lines().skip(8).limit(12))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40))
        .contains("accepted by SendGrid  12,345  10,000");
  }

  @Test
  void no_name_moves_the_cursor_or_breaks_a_line() {
    assertThat(ReportText.of(SampleReport.named("a\u001b[2J\nb\u0085"), 80))
        .contains("a [2J b")
        .doesNotContain("\u001b", "\u0085");
  }

  @Test
  void html_is_well_formed_and_escapes_all_that_people_name() throws Exception {
    for (String html :
        new String[] {
          ReportHtml.page(SampleReport.named(HOSTILE)), ReportHtml.mail(SampleReport.named(HOSTILE))
        }) {
      assertThat(html)
          .doesNotContain("<script", "alert(\"", "\u001b", "<img", "src=", "href=")
          .contains("&lt;script&gt;");
      Document parsed = parse(html);
      assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
      assertThat(parsed.getElementsByTagName("li").item(0).getTextContent())
          .contains("1 email held for a person");
    }
  }

  @Test
  void the_chart_says_what_it_shows_and_a_table_has_its_numbers() throws Exception {
    Document page = parse(ReportHtml.page(SampleReport.named("Fair")));
    assertThat(page.getElementsByTagName("svg").item(0).getAttributes().getNamedItem("role"))
        .hasToString("role=\"img\"");
    assertThat(page.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo(
            "11,945 delivered and 400 blocked, bounced or dropped; the table below has each bar's"
                + " numbers.");
    assertThat(page.getElementsByTagName("rect").getLength()).isEqualTo(14);
    assertThat(ReportHtml.mail(SampleReport.named("Fair")))
        .doesNotContain("<svg")
        .contains("bgcolor", ">1,950</td>", ">50</td>");
  }

  /// It is XML, too, but for the doctype and the elements without an end.
  private static Document parse(String html) throws Exception {
    String xml = html.replace("<!doctype html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
