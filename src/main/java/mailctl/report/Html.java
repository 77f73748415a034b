package mailctl.report;

/// Text that becomes a part of HTML or SVG.
final class Html {
  private Html() {}

  static String escape(String text) {
    return text.replaceAll("\\p{Cc}", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
