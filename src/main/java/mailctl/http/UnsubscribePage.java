package mailctl.http;

import java.util.Locale;
import java.util.Optional;
import mailctl.suppression.OptOut;
import mailctl.suppression.UnsubscribeResult.Known;

/// The pages behind an unsubscribe link: plain HTML that works without scripts, images, or colours.
final class UnsubscribePage {
  private UnsubscribePage() {}

  /// As things stand, with what can be changed about it.
  static String show(Known link) {
    return link.optedOut().isPresent() ? out(link, link.optedOut().get()) : in(link, "Unsubscribe");
  }

  /// After the recipient asked for mail again.
  static String again(Known link) {
    return in(link, "You are subscribed again");
  }

  private static String in(Known link, String title) {
    String stopped =
        link.stopped()
            ? """
            <p>At the moment you get no mail at all, for another reason than your wish, for example
            because your address did not take it. To change that, answer to the message.</p>
            """
            : "";
    return page(
        title,
        "<p role=\"status\">You are on the list of %s for mail about %s.</p>\n"
                .formatted(escape(link.organization()), escape(link.event()))
            + stopped
            + choices(link, Optional.empty(), "Unsubscribe"));
  }

  private static String out(Known link, OptOut from) {
    String wider =
        from == OptOut.EVERYTHING
            ? ""
            : "<h2>Less still?</h2>\n" + choices(link, Optional.of(from), "Save");
    return page(
        "You are unsubscribed",
        """
        <p role="status">You get no more mail %s.</p>
        <h2>Changed your mind?</h2>
        <form method="post">
        <p><button type="submit" name="action" value="resubscribe">Get this mail again</button></p>
        </form>
        """
                .formatted(words(link, from))
            + wider);
  }

  /// What goes further than what the recipient said before.
  private static String choices(Known link, Optional<OptOut> before, String button) {
    StringBuilder form = new StringBuilder();
    form.append(
        """
        <form method="post">
        <fieldset>
        <legend>No more mail:</legend>
        """);
    // The usual one is chosen; where that was said before, there is but one left.
    OptOut chosen =
        before.filter(OptOut.ORGANIZATION::equals).isPresent()
            ? OptOut.EVERYTHING
            : OptOut.ORGANIZATION;
    for (OptOut each : OptOut.values()) {
      if (before.isEmpty() || each.compareTo(before.get()) > 0) {
        String name = each.name().toLowerCase(Locale.ROOT);
        form.append(
            """
            <p><input type="radio" name="from" id="%1$s" value="%1$s"%2$s>
            <label for="%1$s">%3$s</label></p>
            """
                .formatted(name, each == chosen ? " checked" : "", words(link, each)));
      }
    }
    return form.append(
            """
            </fieldset>
            <p><button type="submit" name="action" value="unsubscribe">%s</button></p>
            </form>
            """
                .formatted(button))
        .toString();
  }

  private static String words(Known link, OptOut from) {
    return switch (from) {
      case EVENT -> "about " + escape(link.event());
      case ORGANIZATION -> "from " + escape(link.organization()) + ", about any event";
      case EVERYTHING ->
          "from "
              + escape(link.organization())
              + " or anybody else who writes through this service";
    };
  }

  static String unknown() {
    return page(
        "This link does not work",
        "<p>Nothing was changed. The link may be cut off or too old. Open the link in a newer"
            + " message, or answer to the message and ask to be taken off.</p>\n");
  }

  static String unreadable() {
    return page(
        "We did not understand that",
        "<p>Nothing was changed. Go back, choose what you do not want any more, and press the"
            + " button.</p>\n");
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
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        <style>
        :root { color-scheme: light dark }
        body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere }
        h2 { font-size: 1.25rem; margin-top: 2.5rem }
        fieldset { border: 1px solid; padding: .5rem 1rem }
        fieldset p { margin: .25rem 0; display: flex; gap: .75rem }
        input { width: 1.25rem; height: 1.25rem; margin: .25rem 0; flex: none }
        label { flex: 1 }
        button { font: inherit; padding: .5rem 1.5rem; min-height: 2.75rem; cursor: pointer }
        :focus-visible { outline: .2rem solid; outline-offset: .2rem }
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
