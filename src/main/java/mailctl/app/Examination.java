package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import mailctl.database.DatabaseClock;
import mailctl.doctor.Check;
import mailctl.doctor.ClockCheck;
import mailctl.doctor.DatabaseCheck;
import mailctl.doctor.DebtCheck;
import mailctl.doctor.DiskCheck;
import mailctl.doctor.Doctor;
import mailctl.doctor.FenceCheck;
import mailctl.doctor.Finding;
import mailctl.doctor.InboxCheck;
import mailctl.doctor.KeyCheck;
import mailctl.doctor.ParkedCheck;
import mailctl.doctor.ProviderCheck;
import mailctl.doctor.PublicUrlCheck;
import mailctl.doctor.SenderCheck;
import mailctl.doctor.ServerStore;
import mailctl.doctor.StorageCheck;
import mailctl.doctor.WebhookCheck;
import mailctl.doctor.WebhookSettingsCheck;
import mailctl.inspect.RadarState;
import mailctl.provider.ProviderAccount;
import mailctl.sendgrid.SendGridSettings;
import mailctl.sendgrid.SendGridSigner;
import mailctl.webhook.ProbePass;

/// Which checks the doctor makes, and what each looks at.
final class Examination {
  private final App app;
  private final Supplier<Optional<ProviderAccount>> account;

  Examination(App app, Supplier<Optional<ProviderAccount>> account) {
    this.app = requireNonNull(app, "app is null");
    this.account = requireNonNull(account, "account is null");
  }

  Doctor doctor(Supplier<RadarState> radar) {
    Settings settings = app.settings();
    return new Doctor(
        new DatabaseCheck(app::openedDatabase),
        List.of(
            later("storage", () -> new StorageCheck(app.database())),
            later(
                "disk",
                () ->
                    new DiskCheck(
                        settings.database().stateDir(), app.database().location().embedded())),
            new ClockCheck(
                InstantSource.system(), () -> new DatabaseClock(app.database()).instant()),
            new FenceCheck(() -> app.fence().look()),
            new WebhookCheck(radar),
            new InboxCheck(radar),
            new ParkedCheck(radar),
            new ProviderCheck(() -> app.inspector().providerLimits()),
            new DebtCheck(radar, settings.radar().finalLate()),
            later("public url", this::publicUrl)),
        this::ofTheAccount);
  }

  private List<Check> ofTheAccount() {
    Check key = new KeyCheck(account, app.settings().sendgrid().url().toString());
    return account
        .get()
        .map(
            ours ->
                List.of(
                    key,
                    new SenderCheck(ours, () -> app.database().transaction(ServerStore::senders)),
                    new WebhookSettingsCheck(ours, wanted())))
        .orElseGet(() -> List.of(key));
  }

  private WebhookSettingsCheck.Wanted wanted() {
    Settings.WebhookSection webhook = app.settings().webhook();
    return new WebhookSettingsCheck.Wanted(
        app.webhookUrl().toString(),
        webhook.keys(),
        webhook.verify() == Settings.Verify.SIGNATURE || webhook.verify() == Settings.Verify.BOTH);
  }

  private Check publicUrl() {
    URI url = app.settings().publicListener().url();
    return new PublicUrlCheck(
        new PublicUrlCheck.Address(
            app.webhookUrl(),
            url.toString().equals(SettingKeys.PUBLIC_URL.defaultText()),
            !app.settings().sendgrid().url().equals(SendGridSettings.DEFAULT_URL)),
        this::signed,
        app.settings().webhook().keys());
  }

  /// With a pair of keys for this one probe, by the world's clock as this machine knows it.
  private Map<String, String> signed(byte[] body) {
    SendGridSigner signer = SendGridSigner.generate();
    String timestamp = Long.toString(InstantSource.system().instant().getEpochSecond());
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json;charset=utf-8");
    headers.put("User-Agent", "SendGrid Event API");
    headers.put(SendGridSigner.TIMESTAMP_HEADER, timestamp);
    headers.put(SendGridSigner.SIGNATURE_HEADER, signer.sign(timestamp, body));
    headers.put(ProbePass.HEADER, app.probePass().make(signer.publicKey()));
    return headers;
  }

  /// A check that needs the database to be made.
  private static Check later(String name, Supplier<Check> check) {
    return new Check() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Finding look() {
        return check.get().look();
      }
    };
  }
}
