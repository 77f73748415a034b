package mailctl.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import mailctl.inspect.ParkedContent;
import mailctl.inspect.ParkedItem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show a parked or discarded post or event with its headers and body")
@Examples({"mailctl parked show post:12", "mailctl parked show event:7 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ParkedShowCommand extends Action {
  private static final int MAX_BYTES = 16 * 1024;
  private static final Pattern SECRET =
      Pattern.compile("auth|cookie|token|secret|key|password", Pattern.CASE_INSENSITIVE);

  @Parameters(
      paramLabel = "ID",
      converter = ParkedId.Converter.class,
      description = "post:N or event:N")
  ParkedId id = new ParkedId(ParkedItem.Kind.POST, 0);

  ParkedShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
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
      return ExitCode.OK;
    }
    Details details = ParkedItemView.details(content.item(), session.times());
    headers.forEach((name, value) -> details.line("header " + name, ParkedItemView.safe(value)));
    details.print(session.terminal());
    session.terminal().out().println();
    session.terminal().out().println(ParkedItemView.safe(content.body()));
    if (!content.isWhole()) {
      session.say("the first " + MAX_BYTES + " of " + content.item().bytes() + " bytes");
    }
    return ExitCode.OK;
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
