package mailctl.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Objects;
import mailctl.database.Refusal;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxAnswer;
import mailctl.sandbox.SandboxRecords;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// The sandbox on 127.0.0.1: SendGrid's routes, and `/sandbox/…` for those who want to look.
/// Closing it closes the sandbox, too.
public final class SandboxListener implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Sandbox sandbox;
  private final Javalin javalin;

  private SandboxListener(Sandbox sandbox, Javalin javalin) {
    this.sandbox = sandbox;
    this.javalin = javalin;
  }

  /// Listens on `port` (0: any free one) and starts posting.
  ///
  /// @throws Refusal of kind UNAVAILABLE when the port is taken
  public static SandboxListener start(Sandbox sandbox, int port) {
    SandboxListener listener =
        new SandboxListener(sandbox, Javalin.create(config -> configure(config, sandbox)));
    try {
      listener.javalin.start(HOST, port);
    } catch (RuntimeException e) {
      listener.javalin.stop();
      throw Ports.refusal(e, "the sandbox", HOST, port, "sandbox.port");
    }
    sandbox.start();
    return listener;
  }

  public int port() {
    return javalin.port();
  }

  /// What goes into `sendgrid.url`.
  public String url() {
    return "http://" + HOST + ":" + port();
  }

  private static void configure(JavalinConfig config, Sandbox sandbox) {
    config.startup.showJavalinBanner = false;
    config.routes.post("/v3/mail/send", context -> send(context, sandbox));
    config.routes.get(
        "/v3/scopes", context -> write(context, sandbox.scopes(authorization(context))));
    config.routes.get(
        "/v3/suppression/{list}",
        context ->
            write(
                context,
                sandbox
                    .records()
                    .list(authorization(context), context.pathParam("list"), listQuery(context))));
    config.routes.delete(
        "/v3/suppression/{list}",
        context ->
            write(
                context,
                sandbox
                    .records()
                    .remove(
                        authorization(context), context.pathParam("list"), context.bodyAsBytes())));
    config.routes.delete(
        "/v3/suppression/{list}/{email}",
        context ->
            write(
                context,
                sandbox
                    .records()
                    .remove(
                        authorization(context),
                        context.pathParam("list"),
                        context.pathParam("email"))));
    config.routes.post(
        "/v3/asm/suppressions/global",
        context ->
            write(
                context,
                sandbox.records().unsubscribe(authorization(context), context.bodyAsBytes())));
    config.routes.delete(
        "/v3/asm/suppressions/global/{email}",
        context ->
            write(
                context,
                sandbox
                    .records()
                    .remove(authorization(context), "unsubscribes", context.pathParam("email"))));
    config.routes.post(
        "/v3/logs",
        context ->
            write(
                context,
                sandbox.records().searchLogs(authorization(context), context.bodyAsBytes())));
    config.routes.get(
        "/v3/logs/{id}",
        context ->
            write(
                context,
                sandbox.records().logged(authorization(context), context.pathParam("id"))));
    config.routes.get(
        "/sandbox/mailbox", context -> write(context, sandbox.showMailbox(query(context, "to"))));
    config.routes.delete(
        "/sandbox/mailbox",
        context -> {
          sandbox.clear();
          context.status(204);
        });
    config.routes.get(
        "/sandbox/webhook-key",
        context -> context.contentType("text/plain").result(sandbox.publicKey() + "\n"));
    config.routes.post("/sandbox/flush", context -> write(context, sandbox.showFlush()));
  }

  private static void send(Context context, Sandbox sandbox)
      throws IOException, InterruptedException {
    // One byte more than allowed is enough to know that it is too much.
    byte[] body = context.req().getInputStream().readNBytes(Sandbox.MAX_BODY + 1);
    SandboxAnswer answer = sandbox.send(authorization(context), body);
    Thread.sleep(answer.delay());
    write(context, answer);
  }

  private static void write(Context context, SandboxAnswer answer) {
    if (answer.dropped()) {
      ServletContextRequest.getServletContextRequest(context.req())
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close();
      return;
    }
    context.status(answer.status());
    answer.headers().forEach(context::header);
    context.result(answer.body());
  }

  private static String authorization(Context context) {
    return Objects.requireNonNullElse(context.header("Authorization"), "");
  }

  private static String query(Context context, String name) {
    return Objects.requireNonNullElse(context.queryParam(name), "");
  }

  private static SandboxRecords.ListQuery listQuery(Context context) {
    return new SandboxRecords.ListQuery(
        query(context, "email"),
        number(context, "start_time", 0),
        number(context, "end_time", Long.MAX_VALUE),
        (int) number(context, "limit", 500),
        (int) number(context, "offset", 0));
  }

  private static long number(Context context, String name, long otherwise) {
    String text = query(context, name);
    return text.matches("\\d{1,10}") ? Long.parseLong(text) : otherwise;
  }

  @Override
  public void close() {
    javalin.stop();
    sandbox.close();
  }
}
