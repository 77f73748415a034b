package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// One person's sign-up for, or invitation to, one event. Texts are empty when absent.
public record Registration(
    RegistrationId id,
    EventId event,
    String email,
    String name,
    String businessName,
    String phone,
    String website,
    RegistrationStatus status,
    String category,
    PaymentStatus paymentStatus,
    Optional<LocalDate> registeredOn,
    Map<String, String> attributes) {
  public Registration {
    requireNonNull(id, "id is null");
    requireNonNull(event, "event is null");
    requireNonNull(email, "email is null");
    requireNonNull(name, "name is null");
    requireNonNull(businessName, "businessName is null");
    requireNonNull(phone, "phone is null");
    requireNonNull(website, "website is null");
    requireNonNull(status, "status is null");
    requireNonNull(category, "category is null");
    requireNonNull(paymentStatus, "paymentStatus is null");
    requireNonNull(registeredOn, "registeredOn is null");
    attributes = Map.copyOf(attributes);
  }
}
