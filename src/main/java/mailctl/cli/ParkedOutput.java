package mailctl.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import mailctl.inspect.ParkedContent;
import mailctl.inspect.ParkedItem;
import mailctl.inspect.ParkedQuery;

/// Lists what is parked, and shows one: for `parked list`, `parked show` and `inspect parked`.
final class ParkedOutput {
  private static final int MAX_BYTES = 16 * 1024;
  private static final Pattern SECRET =
      Pattern.compile("auth|cookie|token|secret|key|password", Pattern.CASE_INSENSITIVE);

  private ParkedOutput() {}

  static void list(Session session, ParkedQuery query) {
    List<ParkedItem> items = session.app().inspector().parked(query);
    if (session.json()) {
      session.print(Json.object().list("parked", items, ParkedItemView::json));
    } else if (items.isEmpty()) {
      session.say(
          "nothing of that kind is "
              + (query.discarded() ? "discarded" : "parked")
              + " in "
              + session.app().database().location());
    } else {
      ParkedItemView.table(items, session.times()).print(session.terminal());
    }
  }

  static void show(Session session, ParkedId id) {
    ParkedContent content = session.app().inspector().parked(id.kind(), id.id(), MAX_BYTES);
    Map<String, String> headers = headers(content.headers());
    if (session.json()) {
      session.print(
          Json.object()
              .put(
                  "parked",
                  ParkedItemView.json(content.item())
                      .map("headers", headers)
                      .put("advice", ParkedItemView.advice(content.item()))
                      .put("body", content.body())
                      .put("body_is_whole", content.isWhole())));
      return;
    }
    Details details = ParkedItemView.details(content.item(), session.times());
    headers.forEach((name, value) -> details.line("header " + name, ParkedItemView.safe(value)));
    details.print(session.terminal());
    session.terminal().out().println();
    session.terminal().out().println(ParkedItemView.safe(content.body()));
    if (!content.isWhole()) {
      session.say("the first " + MAX_BYTES + " of " + content.item().bytes() + " bytes");
    }
  }

  private static Map<String, String> headers(String json) {
    Map<String, String> headers = new TreeMap<>();
    try {
      new ObjectMapper()
          .readTree(json)
          .properties()
          .forEach(
              header ->
                  headers.put(
                      header.getKey().toLowerCase(Locale.ROOT),
                      SECRET.matcher(header.getKey()).find() ? "***" : header.getValue().asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database keeps JSON only", e);
    }
    return headers;
  }
}
