package mailctl.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.sendgrid.SendGridSigner;

/// Posts as SendGrid would send them, signed beforehand.
///
/// @param bodies what is stored
/// @param requests whole HTTP requests with those bodies
record SignedPosts(List<byte[]> bodies, List<byte[]> requests) {
  static SignedPosts of(List<byte[]> bodies, SendGridSigner signer, Instant now) {
    String timestamp = String.valueOf(now.getEpochSecond());
    List<byte[]> requests = new ArrayList<>();
    for (byte[] body : bodies) {
      StringBuilder lines = new StringBuilder();
      headers(timestamp, signer.sign(timestamp, body))
          .forEach((name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
      requests.add(HttpPoster.request(lines.toString(), body));
    }
    return new SignedPosts(List.copyOf(bodies), requests);
  }

  static Map<String, String> headers(String timestamp, String signature) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "SendGrid Event API");
    headers.put(SendGridSigner.TIMESTAMP_HEADER, timestamp);
    headers.put(SendGridSigner.SIGNATURE_HEADER, signature);
    return headers;
  }
}
