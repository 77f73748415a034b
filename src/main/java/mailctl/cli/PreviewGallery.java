package mailctl.cli;

import java.util.List;
import mailctl.delivery.Preview;
import mailctl.provider.MailRequest;

/// One page with several messages, each as its recipient gets it. What is in them runs nothing:
/// each stands in a frame without rights.
final class PreviewGallery {
  private PreviewGallery() {}

  /// @param title of each message
  static String page(List<Preview.Message> messages, List<String> titles) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Preview</title>
        <style>
        body { font-family: sans-serif; margin: 2em; }
        iframe { width: 100%; height: 30em; border: 1px solid #888; }
        pre { white-space: pre-wrap; border: 1px solid #888; padding: 1em; }
        </style></head><body>
        """);
    for (int i = 0; i < messages.size(); i++) {
      MailRequest request = messages.get(i).request();
      page.append("<h2>").append(escaped(titles.get(i))).append("</h2>\n<p>To: ");
      page.append(escaped(request.recipients().getFirst().to().address()));
      page.append("<br>Subject: <strong>").append(escaped(request.subject()));
      page.append("</strong></p>\n");
      if (!request.html().isEmpty()) {
        page.append("<iframe sandbox title=\"HTML part\" srcdoc=\"");
        page.append(escaped(request.html())).append("\"></iframe>\n");
      }
      page.append("<pre>").append(escaped(request.text())).append("</pre>\n");
    }
    return page.append("</body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
