package mailctl.sendgrid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;

/// Reads SendGrid's webhook posts: a JSON array, streamed, its elements kept byte for byte. Broken
/// UTF-8 and raw control characters, which mail servers put into their reasons, are read around.
/// Safe for many threads.
public final class SendGridPostParser implements PostParser {
  /// For passing over nested values; a post deeper than this is an attack and refused whole.
  private static final int DEEPEST = 100_000;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          // Names of custom arguments are anybody's: nothing to keep for ever.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  @Override
  public ParsedPost parse(byte[] body) {
    int start = hasByteOrderMark(body) ? 3 : 0;
    byte[] original = start == 0 ? body : Arrays.copyOfRange(body, start, body.length);
    if (isWide(original)) {
      return new ParsedPost.Malformed("not UTF-8");
    }
    byte[] readable = Utf8.repaired(original);
    try (JsonParser parser = json.createParser(readable)) {
      return read(parser, original);
    } catch (JacksonException e) {
      return new ParsedPost.Malformed(describe(e));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  private static ParsedPost read(JsonParser parser, byte[] original) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      return new ParsedPost.Malformed("not a JSON array");
    }
    List<ParsedPost.Element> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(readElement(parser, elements.size(), original));
    }
    return parser.nextToken() == null
        ? new ParsedPost.Elements(elements)
        : new ParsedPost.Malformed("something follows the JSON array");
  }

  private static ParsedPost.Element readElement(JsonParser parser, int index, byte[] original)
      throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      parser.finishToken();
      return new ParsedPost.Unreadable(index, slice(parser, from, original), "not an object");
    }
    EventFields fields = EventFields.read(parser);
    byte[] bytes = slice(parser, from, original);
    return switch (EventReader.read(fields)) {
      case EventReader.Read read -> new ParsedPost.Readable(index, bytes, read.event());
      case EventReader.Unread unread -> new ParsedPost.Unreadable(index, bytes, unread.reason());
    };
  }

  private static byte[] slice(JsonParser parser, int from, byte[] original) {
    int to = (int) parser.currentLocation().getByteOffset();
    return Arrays.copyOfRange(original, from, to);
  }

  private static boolean hasByteOrderMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  /// Jackson would read UTF-16 and UTF-32, whose byte positions it does not know.
  private static boolean isWide(byte[] body) {
    boolean mark =
        body.length >= 2
            && ((body[0] == (byte) 0xFE && body[1] == (byte) 0xFF)
                || (body[0] == (byte) 0xFF && body[1] == (byte) 0xFE));
    for (int i = 0; i < Math.min(4, body.length); i++) {
      mark |= body[i] == 0;
    }
    return mark;
  }

  /// Jackson's words without the source they quote: it may hold addresses.
  private static String describe(JacksonException e) {
    String message = e.getOriginalMessage();
    String line = message == null ? "not JSON" : message.lines().findFirst().orElse("not JSON");
    String position = e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
    return Utf8.storable(line.length() > 200 ? line.substring(0, 200) : line) + position;
  }
}
