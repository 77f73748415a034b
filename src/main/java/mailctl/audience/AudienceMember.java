package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// One registration that a filter selects: it gets the mail unless it is skipped for a reason.
public record AudienceMember(
    RegistrationId registration,
    String email,
    String name,
    String businessName,
    String category,
    RegistrationStatus status,
    PaymentStatus paymentStatus,
    Optional<SkipReason> skipReason,
    String skipDetail) {
  public AudienceMember {
    requireNonNull(registration, "registration is null");
    requireNonNull(email, "email is null");
    requireNonNull(name, "name is null");
    requireNonNull(businessName, "businessName is null");
    requireNonNull(category, "category is null");
    requireNonNull(status, "status is null");
    requireNonNull(paymentStatus, "paymentStatus is null");
    requireNonNull(skipReason, "skipReason is null");
    requireNonNull(skipDetail, "skipDetail is null");
  }

  public boolean isIncluded() {
    return skipReason.isEmpty();
  }
}
