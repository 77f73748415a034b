package mailctl.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real Chromium without a window and without scripts, driven through its own protocol: opens
/// pages, presses keys as a person does, and shows what a screen reader would be told.
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long PATIENCE_S = 60;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final BlockingQueue<String> loads = new LinkedBlockingQueue<>();
  private int last;

  /// Where there is one on this machine.
  public static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// @param folder its own, for everything that it writes
  public Browser(Path program, Path folder) throws Exception {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-extensions",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    String address = debuggingAddress();
    HttpResponse<String> tab =
        http.send(
            HttpRequest.newBuilder(URI.create("http://" + address + "/json/new"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String url = JSON.readTree(tab.body()).path("webSocketDebuggerUrl").asText();
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(url), new Incoming())
            .get(30, TimeUnit.SECONDS);
    call("Page.enable");
    call("DOM.enable");
    call("Accessibility.enable");
    call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
  }

  private String debuggingAddress() throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("DevTools listening on ws://")) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
        return line.substring("DevTools listening on ws://".length()).replaceFirst("/.*", "");
      }
    }
    throw new IOException("the browser ended before it listened");
  }

  /// Opens a page and waits until it is there.
  public void open(String url) {
    loads.clear();
    call("Page.navigate", Map.of("url", url));
    awaitLoad();
  }

  /// Presses and releases a key.
  public void press(Key key) {
    ObjectNode down = JSON.createObjectNode();
    down.put("type", key.text.isEmpty() ? "rawKeyDown" : "keyDown");
    down.put("key", key.key);
    down.put("code", key.code);
    down.put("windowsVirtualKeyCode", key.number);
    if (!key.text.isEmpty()) {
      down.put("text", key.text);
    }
    call("Input.dispatchKeyEvent", down);
    ObjectNode up = JSON.createObjectNode();
    up.put("type", "keyUp");
    up.put("key", key.key);
    up.put("code", key.code);
    up.put("windowsVirtualKeyCode", key.number);
    call("Input.dispatchKeyEvent", up);
  }

  /// Presses a key that sends a form, and waits for the next page.
  public void pressAndLoad(Key key) {
    loads.clear();
    press(key);
    awaitLoad();
  }

  /// Keys as the protocol names them.
  public enum Key {
    TAB("Tab", "Tab", 9, ""),
    ENTER("Enter", "Enter", 13, "\r"),
    SPACE(" ", "Space", 32, " "),
    UP("ArrowUp", "ArrowUp", 38, ""),
    DOWN("ArrowDown", "ArrowDown", 40, "");

    private final String key;
    private final String code;
    private final int number;
    private final String text;

    Key(String key, String code, int number, String text) {
      this.key = key;
      this.code = code;
      this.number = number;
      this.text = text;
    }
  }

  /// What a screen reader is told: "role: name" of everything that has a name, and of what is
  /// focused.
  public List<String> spoken() {
    return call("Accessibility.getFullAXTree")
        .path("nodes")
        .valueStream()
        .filter(node -> !node.path("ignored").asBoolean())
        .filter(node -> !node.path("name").path("value").asText().isEmpty())
        .map(
            node ->
                node.path("role").path("value").asText()
                    + ": "
                    + node.path("name").path("value").asText()
                    + property(node, "checked", "true", " (checked)")
                    + property(node, "focused", "true", " (focused)"))
        .toList();
  }

  private static String property(JsonNode node, String name, String value, String words) {
    return node.path("properties")
        .valueStream()
        .filter(each -> each.path("name").asText().equals(name))
        .filter(each -> each.path("value").path("value").asText().equals(value))
        .map(_ -> words)
        .findFirst()
        .orElse("");
  }

  public void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  public void dark(boolean on) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", on ? "dark" : "light"))));
  }

  public void screenshot(Path png) throws IOException {
    Files.createDirectories(png.toAbsolutePath().getParent());
    Files.write(
        png, Base64.getDecoder().decode(call("Page.captureScreenshot").path("data").asText()));
  }

  private void awaitLoad() {
    try {
      if (loads.poll(PATIENCE_S, TimeUnit.SECONDS) == null) {
        throw new IllegalStateException("no page was loaded");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode call(String method) {
    return call(method, Map.of());
  }

  private JsonNode call(String method, Object params) {
    ObjectNode message = JSON.createObjectNode();
    int id = ++last;
    message.put("id", id);
    message.put("method", method);
    message.set("params", JSON.valueToTree(params));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    try {
      socket.sendText(message.toString(), true).get(PATIENCE_S, TimeUnit.SECONDS);
      JsonNode whole = answer.get(PATIENCE_S, TimeUnit.SECONDS);
      if (whole.has("error")) {
        throw new IllegalStateException(method + ": " + whole.path("error"));
      }
      return whole.path("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(method, e);
    }
  }

  /// Sorts what the browser says into answers and pages that are there.
  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      text.append(data);
      if (isLast) {
        String whole = text.toString();
        text.setLength(0);
        take(whole);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(String whole) {
      try {
        JsonNode message = JSON.readTree(whole);
        CompletableFuture<JsonNode> waiting = answers.remove(message.path("id").asInt());
        if (waiting != null) {
          waiting.complete(message);
        } else if (message.path("method").asText().equals("Page.loadEventFired")) {
          loads.add("loaded");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
    process.destroy();
    // Its folder can be deleted only when nobody writes there any more.
    process
        .onExit()
        .orTimeout(20, TimeUnit.SECONDS)
        .exceptionally(_ -> process.destroyForcibly())
        .join();
  }
}
