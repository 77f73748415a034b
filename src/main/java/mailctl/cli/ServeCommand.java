package mailctl.cli;

import java.util.Optional;
import mailctl.app.Serving;
import mailctl.daemon.NotifySocket;
import mailctl.log.LogLevel;
import mailctl.log.LogPlan;
import mailctl.log.LogSteering;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = "Receive SendGrid's webhook, process it, and send what is due, until stopped")
@Examples({
  "mailctl serve",
  "mailctl serve --port 9080 --admin-port 9081",
  "mailctl serve --set webhook.keys-file=/etc/mailctl/sendgrid.pub"
})
@ExitCodes({ExitCode.FAILED, ExitCode.UNAVAILABLE})
final class ServeCommand extends Action {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port of webhook and unsubscribe pages, instead of public.port")
  Optional<Integer> port = Optional.empty();

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "port of health and metrics, instead of admin.port")
  Optional<Integer> adminPort = Optional.empty();

  ServeCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    port.ifPresent(it -> session.override("public.port", String.valueOf(it)));
    adminPort.ifPresent(it -> session.override("admin.port", String.valueOf(it)));
    LogPlan plan = session.logAsDaemon();
    LogSteering logs =
        new LogSteering(session.logs(), plan, session.verbose() ? LogLevel.DEBUG : LogLevel.ERROR);
    return new DaemonRun(
            session,
            new Serving(
                    session.app(),
                    session::say,
                    NotifySocket.of(session.terminal().variable("NOTIFY_SOCKET")),
                    new Serving.Steering(
                        logs,
                        session.settings(),
                        session::settings,
                        what -> onHangUp(session, what)))
                .daemon(),
            session.app().settings().serve().drain())
        .run();
  }

  /// On a terminal SIGHUP says that it is gone: then it is the end, as ever.
  private static void onHangUp(Session session, Runnable what) {
    if (!session.terminal().outIsTerminal() && !session.terminal().errIsTerminal()) {
      session.termination().onHangUp(what);
    }
  }
}
