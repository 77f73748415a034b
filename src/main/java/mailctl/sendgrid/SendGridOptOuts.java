package mailctl.sendgrid;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sendgrid.Method;
import com.sendgrid.Request;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.provider.ProviderOptOuts;
import mailctl.provider.ProviderRecords.SuppressionList;

/// SendGrid's suppression lists, to be changed: who is not to be mailed goes to the global
/// unsubscribes, the only list that takes addresses from outside.
public final class SendGridOptOuts implements ProviderOptOuts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SendGridCalls calls;

  public SendGridOptOuts(SendGridSettings settings, InstantSource clock) {
    this.calls = new SendGridCalls(settings, clock, Thread::sleep);
  }

  @Override
  public Optional<String> suppress(List<String> addresses) {
    ObjectNode body = JSON.createObjectNode();
    addresses.forEach(body.putArray("recipient_emails")::add);
    Request request = new Request();
    request.setMethod(Method.POST);
    request.setEndpoint("v3/asm/suppressions/global");
    request.setBody(body.toString());
    return failure(calls.ask(request));
  }

  @Override
  public Optional<String> release(SuppressionList list, String address) {
    Request request = new Request();
    request.setMethod(Method.DELETE);
    if (list == SuppressionList.UNSUBSCRIBES) {
      request.setEndpoint("v3/asm/suppressions/global/" + address);
    } else {
      ObjectNode body = JSON.createObjectNode();
      body.putArray("emails").add(address);
      request.setEndpoint("v3/suppression/" + list.name().toLowerCase(Locale.ROOT));
      request.setBody(body.toString());
    }
    SendGridCalls.Reply reply = calls.ask(request);
    return reply.status() == 404 ? Optional.empty() : failure(reply);
  }

  private static Optional<String> failure(SendGridCalls.Reply reply) {
    if (reply.ok()) {
      return Optional.empty();
    }
    return Optional.of(
        reply.status() == 0 ? reply.body() : ErrorBody.parse(reply.status(), reply.body()).words());
  }

  @Override
  public void close() {
    calls.close();
  }
}
