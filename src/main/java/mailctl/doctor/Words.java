package mailctl.doctor;

import java.time.Duration;

/// Numbers and times in sentences.
final class Words {
  private Words() {}

  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /// Of bytes, to one unit.
  static String bytes(long size) {
    if (size < 10L << 20) {
      return size / 1024 + " kB";
    }
    return size < 10L << 30 ? (size >> 20) + " MB" : (size >> 30) + " GB";
  }

  /// To one unit.
  static String amount(Duration size) {
    if (size.toMinutes() < 1) {
      return size.toSeconds() + " s";
    }
    if (size.toMinutes() < 120) {
      return size.toMinutes() + " min";
    }
    return size.toHours() < 48 ? size.toHours() + " h" : size.toDays() + " d";
  }
}
