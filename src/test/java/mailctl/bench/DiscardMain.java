package mailctl.bench;

import io.javalin.Javalin;

/// The other floor of accepting: the same HTTP server reads the posts and throws them away.
final class DiscardMain {
  private DiscardMain() {}

  static void main(String[] args) {
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.concurrency.useVirtualThreads = true;
              config.routes.post(
                  "/webhooks/sendgrid",
                  ctx -> {
                    ctx.req().getInputStream().readAllBytes();
                    ctx.status(204);
                  });
            });
    javalin.start("127.0.0.1", 0);
    System.out.println("listening on http://127.0.0.1:" + javalin.port() + " for nothing");
  }
}
