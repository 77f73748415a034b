package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What is known about a registration, by column: a column that is not there stays as it is; an
/// empty text clears it, but leaves status and payment status alone. `EMAIL` says which
/// registration.
record RegistrationValues(Map<RegistrationColumn, String> columns, Map<String, String> attributes) {
  RegistrationValues {
    columns = Collections.unmodifiableMap(new EnumMap<>(columns));
    attributes = Collections.unmodifiableMap(attributes);
    requireNonNull(columns.get(RegistrationColumn.EMAIL), "email is null");
  }

  String email() {
    return requireNonNull(columns.get(RegistrationColumn.EMAIL));
  }
}
