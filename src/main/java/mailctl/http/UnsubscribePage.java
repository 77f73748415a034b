package mailctl.http;

/// The pages behind an unsubscribe link: plain HTML that works without scripts, images, or colours.
final class UnsubscribePage {
  private UnsubscribePage() {}

  static String ask(String sender) {
    return page(
        "Unsubscribe",
        """
        <p>You will get no more mail of this kind from %s.</p>
        <form method="post">
        <input type="hidden" name="List-Unsubscribe" value="One-Click">
        <button type="submit">Unsubscribe</button>
        </form>
        """
            .formatted(escape(sender)));
  }

  static String done(String sender) {
    return page(
        "You are unsubscribed",
        "<p role=\"status\">You will get no more mail of this kind from %s.</p>\n"
            .formatted(escape(sender)));
  }

  static String unknown() {
    return page(
        "This link does not work",
        "<p>It may be cut off or too old. Open the link in a newer message, or answer to the"
            + " message and ask to be taken off.</p>\n");
  }

  static String later() {
    return page(
        "Not now", "<p>We cannot do this at the moment. Please try again in a few minutes.</p>\n");
  }

  private static String page(String title, String content) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <style>
        body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem }
        button { font: inherit; padding: .5rem 1.5rem }
        </style>
        </head>
        <body>
        <main>
        <h1>%1$s</h1>
        %2$s</main>
        </body>
        </html>
        """
        .formatted(title, content);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
