package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;

/// The JSON of `POST /v3/mail/send`. Keys without a value are left out, as SendGrid refuses nulls.
final class MailSendBody {
  private static final JsonFactory JSON = new JsonFactory();

  /// Of a message to a few.
  private static final int FIRST_SIZE = 16_384;

  private MailSendBody() {}

  static String of(MailRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_SIZE);
    // Bytes first: text that is all ASCII is copied as it is.
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("personalizations");
      for (MailRequest.Recipient recipient : request.recipients()) {
        writePersonalization(json, recipient);
      }
      json.writeEndArray();
      writeAddress(json, "from", request.from());
      if (request.replyTo().isPresent()) {
        writeAddress(json, "reply_to", request.replyTo().get());
      }
      json.writeStringField("subject", request.subject());
      json.writeArrayFieldStart("content");
      // SendGrid wants the plain text first.
      writeContent(json, "text/plain", request.text());
      writeContent(json, "text/html", request.html());
      json.writeEndArray();
      // We set the unsubscribe headers ourselves; a second link would opt people out past us.
      json.writeObjectFieldStart("tracking_settings");
      json.writeObjectFieldStart("subscription_tracking");
      json.writeBooleanField("enable", false);
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toString(UTF_8);
  }

  private static void writePersonalization(JsonGenerator json, MailRequest.Recipient recipient)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("to");
    writeAddress(json, recipient.to());
    json.writeEndArray();
    writeMap(json, "headers", recipient.headers());
    writeMap(json, "substitutions", recipient.substitutions());
    writeMap(json, "custom_args", recipient.customArgs());
    json.writeEndObject();
  }

  private static void writeAddress(JsonGenerator json, String field, EmailAddress address)
      throws IOException {
    json.writeFieldName(field);
    writeAddress(json, address);
  }

  private static void writeAddress(JsonGenerator json, EmailAddress address) throws IOException {
    json.writeStartObject();
    json.writeStringField("email", address.address());
    if (!address.name().isEmpty()) {
      json.writeStringField("name", address.name());
    }
    json.writeEndObject();
  }

  private static void writeContent(JsonGenerator json, String type, String value)
      throws IOException {
    if (!value.isEmpty()) {
      json.writeStartObject();
      json.writeStringField("type", type);
      json.writeStringField("value", value);
      json.writeEndObject();
    }
  }

  private static void writeMap(JsonGenerator json, String field, Map<String, String> values)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(field);
    String[] keys = values.keySet().toArray(String[]::new);
    Arrays.sort(keys);
    for (String key : keys) {
      json.writeStringField(key, requireNonNull(values.get(key)));
    }
    json.writeEndObject();
  }
}
