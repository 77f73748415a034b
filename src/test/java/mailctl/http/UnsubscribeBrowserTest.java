package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import mailctl.support.Browser;
import mailctl.support.Browser.Key;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The page as a person without a mouse and without scripts meets it. Leaves pictures in
/// `target/screenshots`.
final class UnsubscribeBrowserTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  @RegisterExtension final TestDatabase db = new TestDatabase();

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path folder;

  @Test
  void the_page_works_by_keyboard_alone() throws Exception {
    assumeTrue(
        Browser.program().isPresent(),
        "there is no Chromium on this machine: the unsubscribe page was not tried in a browser");
    try (UnsubscribeFixture fixture = new UnsubscribeFixture(db);
        Browser browser = new Browser(Browser.program().orElseThrow(), folder)) {
      browser.size(800, 700);
      browser.open(fixture.url());
      browser.screenshot(PICTURES.resolve("unsubscribe-ask.png"));
      assertThat(browser.spoken())
          .contains(
              "heading: Unsubscribe",
              "group: No more mail:",
              "radio: about Spring Fair <2026>",
              "radio: from Harbour Makers' Guild, about any event (checked)",
              "button: Unsubscribe");
      assertThat(fixture.suppressed()).isEmpty();

      browser.press(Key.TAB);
      browser.press(Key.UP);
      assertThat(browser.spoken()).contains("radio: about Spring Fair <2026> (checked) (focused)");
      browser.press(Key.TAB);
      browser.screenshot(PICTURES.resolve("unsubscribe-focus.png"));
      browser.pressAndLoad(Key.SPACE);
      assertThat(browser.spoken()).contains("heading: You are unsubscribed");
      assertThat(fixture.suppressed()).containsExactly("kim@a.example event unsubscribed");
      browser.screenshot(PICTURES.resolve("unsubscribe-done.png"));

      browser.press(Key.TAB);
      assertThat(browser.spoken()).contains("button: Get this mail again (focused)");
      browser.pressAndLoad(Key.ENTER);
      assertThat(browser.spoken()).contains("heading: You are subscribed again");
      assertThat(fixture.suppressed()).isEmpty();

      browser.size(320, 640);
      browser.dark(true);
      browser.open(fixture.url());
      browser.screenshot(PICTURES.resolve("unsubscribe-narrow-dark.png"));
      browser.open(fixture.url("forged"));
      browser.screenshot(PICTURES.resolve("unsubscribe-forged.png"));
      assertThat(browser.spoken()).contains("heading: This link does not work");
    }
  }
}
