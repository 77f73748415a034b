package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import mailctl.http.SandboxListener;
import mailctl.sandbox.MailboxMessage;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;

/// Command lines that really send, to a sandbox with a mailbox.
final class MailboxFixture implements AutoCloseable {
  final SettableClock clock = new SettableClock(TestRows.NOW);
  final TestRows rows;
  private final TestDatabase db;
  private final Sandbox sandbox =
      new Sandbox(SandboxSettings.plain(1), clock, SendGridSigner.generate(), Optional.empty());
  private final SandboxListener listener = SandboxListener.start(sandbox, 0);

  MailboxFixture(TestDatabase db) {
    this.db = db;
    this.rows = TestRows.in(db.database());
  }

  CommandRun.Result run(String... args) {
    return CommandRun.on(db)
        .clock(clock)
        .set("sendgrid.api-key", "sandbox")
        .set("sendgrid.url", "http://127.0.0.1:" + listener.port())
        .set("send.batch-size", Integer.toString(3 + new Random(args.length).nextInt(5)))
        .run(args);
  }

  List<MailboxMessage> mailbox() {
    return sandbox.mailbox().messages();
  }

  @Override
  public void close() {
    listener.close();
  }
}
