package mailctl.bench;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.Reference;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.provider.ProviderEvent.Visit;
import mailctl.sendgrid.SendGridEvent;

/// What SendGrid has to say about the deliveries of a population, as long as it really is.
///
/// @param start when the mail was sent
record Reports(String installation, int deliveries, Instant start) {
  /// In the order in which they happen to one message.
  enum Type {
    PROCESSED,
    DELIVERED,
    BOUNCED,
    OPENED,
    CLICKED
  }

  private static final Visit VISIT =
      new Visit(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36", "203.0.113.9");
  private static final String ACCEPTED =
      "250 2.0.0 OK 1720000000 d2e1a72fcca58-70b43931c4bsi2 - gsmtp";
  private static final String REFUSED =
      "550 5.1.1 The email account that you tried to reach does not exist";

  SendGridEvent of(Type type, int delivery) {
    Origin origin = origin(type, delivery);
    ProviderEvent event =
        switch (type) {
          case PROCESSED -> new ProviderEvent.Processed(origin);
          case DELIVERED -> new ProviderEvent.Delivered(origin, ACCEPTED);
          case BOUNCED ->
              new ProviderEvent.Bounced(origin, BounceClass.INVALID_ADDRESS, "5.1.1", REFUSED);
          case OPENED -> new ProviderEvent.Opened(origin, false, VISIT);
          case CLICKED ->
              new ProviderEvent.Clicked(origin, "https://example.org/events/1", "html:0", VISIT);
        };
    return new SendGridEvent(
        event,
        Map.of(
            "scheduled_email_id",
            "1",
            "event_id",
            "1",
            "registration_id",
            String.valueOf(delivery)));
  }

  private Origin origin(Type type, int delivery) {
    String messageId = Population.messageId(delivery);
    return new Origin(
        start.plusSeconds(type.ordinal() * 60L + delivery / 1000),
        Population.email(delivery, deliveries),
        Optional.of(new Reference(installation, new DeliveryId(delivery), 1).toString()),
        Optional.of(messageId),
        Optional.of("ZGVsaXZlcmVk%08d%02d".formatted(delivery, type.ordinal())),
        Optional.of(messageId + ".recvd-5f54b5d587-pczjm-1-6721A2B3-1B.0"));
  }
}
