package mailctl.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailctl.database.Tx;
import mailctl.delivery.Reference;
import mailctl.provider.ParsedPost;
import mailctl.provider.PostParser;
import mailctl.provider.ProviderEvent;
import mailctl.suppression.ErasureStore;

/// Puts pseudonyms into posts in the place of people who were forgotten, so that what comes of them
/// late, or when they are replayed, names nobody either. Only the elements that are about such a
/// person change.
public final class ErasedPosts {
  private final PostParser parser;
  private final ErasureStore erasures = new ErasureStore();

  public ErasedPosts(PostParser parser) {
    this.parser = requireNonNull(parser, "parser is null");
  }

  /// Whether anybody was forgotten at all: usually not, and then there is nothing to clean.
  boolean any(Tx tx) {
    return erasures.any(tx);
  }

  /// The body itself when it names nobody who was forgotten.
  public byte[] clean(Tx tx, byte[] body) {
    return erasures.any(tx) ? cleaned(tx, body) : body;
  }

  private byte[] cleaned(Tx tx, byte[] body) {
    if (!(parser.parse(body) instanceof ParsedPost.Elements(List<ParsedPost.Element> elements))) {
      return body;
    }
    Set<String> emails = new HashSet<>();
    for (ParsedPost.Element element : elements) {
      if (element instanceof ParsedPost.Readable(_, _, ProviderEvent event)) {
        emails.add(event.origin().email().strip());
      }
    }
    Map<String, ErasureStore.Erased> erased = erasures.of(tx, emails);
    byte[] clean = body;
    for (Map.Entry<String, ErasureStore.Erased> each : erased.entrySet()) {
      String address = each.getKey();
      ErasureStore.Erased person = each.getValue();
      clean =
          replace(
              tx,
              clean,
              address,
              person.pseudonym(),
              element ->
                  person.times() == 1 ? person.pseudonym() : named(tx, element, address, person));
    }
    return clean;
  }

  /// Of several pseudonyms that of the delivery which the element is about, so that the same event
  /// stays the same.
  private String named(
      Tx tx, ParsedPost.Element element, String address, ErasureStore.Erased person) {
    if (!(element instanceof ParsedPost.Readable(_, _, ProviderEvent event))) {
      return person.pseudonym();
    }
    return event
        .origin()
        .reference()
        .flatMap(Reference::parse)
        .flatMap(ref -> erasures.inAttempt(tx, address, ref.delivery().value(), ref.attempt()))
        .or(() -> event.origin().messageId().flatMap(id -> erasures.inMessage(tx, address, id)))
        .orElse(person.pseudonym());
  }

  /// The post with `pseudonym` wherever it says `address`, in whatever case, and without telling
  /// the machines that its mail was read on; the body itself when it does not name the address.
  public byte[] replace(Tx tx, byte[] body, String address, String pseudonym) {
    return replace(tx, body, address, pseudonym, _ -> pseudonym);
  }

  private byte[] replace(
      Tx tx,
      byte[] body,
      String address,
      String pseudonym,
      Function<ParsedPost.Element, String> byElement) {
    Pattern pattern = pattern(address);
    return switch (parser.parse(body)) {
      case ParsedPost.Malformed _ -> replaced(body, pattern, pseudonym);
      case ParsedPost.Elements(List<ParsedPost.Element> elements) -> {
        if (elements.stream().noneMatch(element -> names(element.body(), pattern))) {
          yield body;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(body.length + 64);
        all.write('[');
        for (int i = 0; i < elements.size(); i++) {
          if (i > 0) {
            all.write(',');
          }
          ParsedPost.Element element = elements.get(i);
          all.writeBytes(
              names(element.body(), pattern)
                  ? element(tx, element, pattern, byElement.apply(element))
                  : element.body());
        }
        all.write(']');
        yield all.toByteArray();
      }
    };
  }

  private byte[] element(Tx tx, ParsedPost.Element element, Pattern pattern, String pseudonym) {
    byte[] clean = replaced(element.body(), pattern, pseudonym);
    String ip = element instanceof ParsedPost.Readable(_, _, ProviderEvent event) ? ip(event) : "";
    if (ip.isEmpty()) {
      return clean;
    }
    String blurred = requireNonNull(erasures.blurred(tx, List.of(ip)).get(ip), "not blurred");
    return new String(clean, UTF_8)
        .replace("\"" + ip + "\"", "\"" + blurred + "\"")
        .getBytes(UTF_8);
  }

  private static String ip(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Opened opened -> opened.visit().ip();
      case ProviderEvent.Clicked clicked -> clicked.visit().ip();
      default -> "";
    };
  }

  /// The address by itself, not the end of a longer one. What stands before it and in it may be
  /// written as an escape of JSON or of links.
  static Pattern pattern(String address) {
    String quoted =
        Pattern.quote(address.toLowerCase(Locale.ROOT)).replace("@", "\\E(?:@|\\\\u0040|%40)\\Q");
    return Pattern.compile(
        "(?:(?<![\\w.+-])|(?<=\\\\u00[0-9a-f]{2}|%[0-9a-f]{2}|\\\\[nrtbf]))"
            + quoted
            + "(?![\\w-]|\\.\\w)",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
  }

  private static boolean names(byte[] bytes, Pattern pattern) {
    return pattern.matcher(new String(bytes, UTF_8)).find();
  }

  /// Where the address is not named, the bytes themselves.
  static byte[] replaced(byte[] bytes, Pattern pattern, String pseudonym) {
    String text = new String(bytes, UTF_8);
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? matcher.replaceAll(Matcher.quoteReplacement(pseudonym)).getBytes(UTF_8)
        : bytes;
  }
}
