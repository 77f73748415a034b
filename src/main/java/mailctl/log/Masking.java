package mailctl.log;

import java.util.regex.Pattern;

/// Keeps addresses out of what is written down.
public final class Masking {
  private static final Pattern ADDRESS =
      Pattern.compile("([^\\s'\"<>,;:=@()])[^\\s'\"<>,;:=@()]*@([^\\s'\"<>,;@()]+)");

  private Masking() {}

  /// Every address in it with its first letter and domain only.
  public static String masked(String text) {
    return text.indexOf('@') < 0 ? text : ADDRESS.matcher(text).replaceAll("$1…@$2");
  }
}
