package mailctl.audience;

import java.util.Map;
import java.util.Optional;

/// The columns of a registration that people fill in.
enum RegistrationColumn {
  EMAIL,
  NAME,
  BUSINESS_NAME,
  PHONE,
  WEBSITE,
  STATUS,
  CATEGORY,
  PAYMENT_STATUS,
  REGISTERED_ON;

  private static final Map<String, RegistrationColumn> SYNONYMS =
      Map.ofEntries(
          Map.entry("email_address", EMAIL),
          Map.entry("e_mail", EMAIL),
          Map.entry("e_mail_address", EMAIL),
          Map.entry("contact_email", EMAIL),
          Map.entry("mail", EMAIL),
          Map.entry("full_name", NAME),
          Map.entry("contact_name", NAME),
          Map.entry("contact", NAME),
          Map.entry("business", BUSINESS_NAME),
          Map.entry("company", BUSINESS_NAME),
          Map.entry("company_name", BUSINESS_NAME),
          Map.entry("organization", BUSINESS_NAME),
          Map.entry("organisation", BUSINESS_NAME),
          Map.entry("vendor", BUSINESS_NAME),
          Map.entry("vendor_name", BUSINESS_NAME),
          Map.entry("phone_number", PHONE),
          Map.entry("telephone", PHONE),
          Map.entry("mobile", PHONE),
          Map.entry("web_site", WEBSITE),
          Map.entry("url", WEBSITE),
          Map.entry("registration_status", STATUS),
          Map.entry("application_status", STATUS),
          Map.entry("vendor_category", CATEGORY),
          Map.entry("payment", PAYMENT_STATUS),
          Map.entry("registered", REGISTERED_ON),
          Map.entry("registered_at", REGISTERED_ON),
          Map.entry("registration_date", REGISTERED_ON),
          Map.entry("date_registered", REGISTERED_ON),
          Map.entry("application_date", REGISTERED_ON),
          Map.entry("applied_on", REGISTERED_ON),
          Map.entry("signed_up_on", REGISTERED_ON));

  /// The column that a header means; empty when it names an attribute.
  static Optional<RegistrationColumn> of(String header) {
    String name = Words.snakeCase(header);
    return Words.read(RegistrationColumn.class, name)
        .or(() -> Optional.ofNullable(SYNONYMS.get(name)));
  }

  /// Closed sets always have a value.
  boolean canBeEmpty() {
    return this != STATUS && this != PAYMENT_STATUS;
  }

  /// `text` as it is stored; an empty one clears the column, if it can be empty.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  String read(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character in " + Words.word(this));
    }
    return switch (this) {
      case EMAIL -> FieldReader.email(text);
      case STATUS ->
          text.isEmpty()
              ? ""
              : Words.word(FieldReader.constant(RegistrationStatus.class, "status", text));
      case PAYMENT_STATUS ->
          text.isEmpty()
              ? ""
              : Words.word(FieldReader.constant(PaymentStatus.class, "payment status", text));
      case REGISTERED_ON -> FieldReader.date(text).map(Object::toString).orElse("");
      case NAME, BUSINESS_NAME, PHONE, WEBSITE, CATEGORY -> text;
    };
  }
}
