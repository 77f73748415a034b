package mailctl.audience;

import java.util.regex.Pattern;

/// Which addresses can be mailed. One expression for Java and PostgreSQL, which read it alike:
/// stricter than the standard (no quoted local parts), and ASCII only, as SendGrid demands.
public final class AddressSyntax {
  static final String REGEX =
      "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+[.])+[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*$";
  static final int MAX_LENGTH = 254;
  static final int MAX_LOCAL_PART = 64;

  private static final Pattern PATTERN = Pattern.compile(REGEX);

  private AddressSyntax() {}

  public static boolean isValid(String email) {
    return email.length() <= MAX_LENGTH
        && email.indexOf('@') <= MAX_LOCAL_PART
        && PATTERN.matcher(email).matches();
  }
}
