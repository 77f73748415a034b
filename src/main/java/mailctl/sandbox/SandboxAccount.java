package mailctl.sandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import mailctl.provider.ReportedEvent;
import mailctl.sendgrid.SendGridSigner;

/// The settings of the account, as SendGrid's API gives and takes them: scopes, senders and
/// webhooks. Every domain is authenticated, but for those with `unverified` in them. All webhooks
/// share the one pair of keys; posts go where the sandbox was told, whatever the URL. Safe for many
/// threads.
public final class SandboxAccount {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> OTHER_SCOPES =
      List.of(
          "mail.batch.read",
          "suppression.read",
          "user.webhooks.event.settings.read",
          "user.webhooks.event.settings.update",
          "user.webhooks.event.settings.create",
          "user.webhooks.event.test.create",
          "whitelabel.read",
          "messages.read");

  private static final class Hook {
    private final String id = UUID.randomUUID().toString();
    private String name = "";
    private String url = "";
    private boolean enabled = true;
    private Set<ReportedEvent> events = ReportedEvent.all();
  }

  private final SigningKey key;
  private final Optional<WebhookTarget> target;
  private final InstantSource clock;
  private final Function<String, Optional<SandboxAnswer>> refusal;
  private final Map<String, Hook> hooks = new LinkedHashMap<>();
  private Set<AccountFault> faults = EnumSet.noneOf(AccountFault.class);

  SandboxAccount(
      SigningKey key,
      Optional<WebhookTarget> target,
      InstantSource clock,
      Function<String, Optional<SandboxAnswer>> refusal) {
    this.key = key;
    this.target = target;
    this.clock = clock;
    this.refusal = refusal;
    target.flatMap(WebhookTarget::url).ifPresent(this::postTo);
  }

  /// One webhook, to this URL, with everything switched on.
  public synchronized void postTo(String url) {
    hooks.clear();
    Hook hook = new Hook();
    hook.name = "sandbox";
    hook.url = url;
    hooks.put(hook.id, hook);
  }

  /// From now on the account has these faults.
  public synchronized void become(Set<AccountFault> wrong) {
    faults = wrong.isEmpty() ? EnumSet.noneOf(AccountFault.class) : EnumSet.copyOf(wrong);
    if (has(AccountFault.UNSIGNED)) {
      key.switchOff();
    }
    if (has(AccountFault.NO_WEBHOOK)) {
      hooks.clear();
    }
    for (Hook hook : hooks.values()) {
      hook.enabled = !has(AccountFault.WEBHOOK_OFF);
      if (has(AccountFault.OTHER_URL)) {
        hook.url = "https://elsewhere.example/webhooks/sendgrid";
      }
      if (has(AccountFault.EVENTS_OFF)) {
        hook.events = EnumSet.complementOf(EnumSet.of(ReportedEvent.BOUNCE, ReportedEvent.DROPPED));
      }
    }
  }

  /// Hears of every new pair of keys.
  public void onNewKey(Consumer<SendGridSigner> hears) {
    key.onNew(hears);
  }

  private synchronized boolean has(AccountFault fault) {
    return faults.contains(fault);
  }

  /// `GET /v3/scopes`.
  public synchronized SandboxAnswer scopes(String authorization) {
    return answer(
        authorization,
        "",
        () -> {
          Set<String> scopes = new TreeSet<>();
          if (!has(AccountFault.SEND_SCOPE_ONLY)) {
            scopes.addAll(OTHER_SCOPES);
          }
          if (!has(AccountFault.NO_SEND_SCOPE)) {
            scopes.add("mail.send");
          }
          ObjectNode body = JSON.createObjectNode();
          scopes.forEach(body.putArray("scopes")::add);
          return SandboxAnswer.json(200, body.toString());
        });
  }

  /// `GET /v3/verified_senders`.
  public synchronized SandboxAnswer senders(String authorization) {
    return answer(authorization, "sender", () -> SandboxAnswer.json(200, "{\"results\":[]}"));
  }

  /// `GET /v3/whitelabel/domains?domain=…`.
  public synchronized SandboxAnswer domains(String authorization, String domain) {
    return answer(
        authorization,
        "whitelabel",
        () -> {
          ArrayNode list = JSON.createArrayNode();
          String name = domain.toLowerCase(Locale.ROOT);
          if (!name.isEmpty() && !has(AccountFault.NO_SENDER)) {
            list.addObject()
                .put("id", 1)
                .put("domain", name)
                .put("valid", !name.contains("unverified"));
          }
          return SandboxAnswer.json(200, list.toString());
        });
  }

  /// `GET /v3/user/webhooks/event/settings/all`.
  public synchronized SandboxAnswer webhooks(String authorization) {
    return answer(
        authorization,
        "webhooks",
        () -> {
          ObjectNode body = JSON.createObjectNode().put("max_allowed", 5);
          ArrayNode list = body.putArray("webhooks");
          hooks.values().forEach(each -> list.add(json(each)));
          return SandboxAnswer.json(200, body.toString());
        });
  }

  /// `POST /v3/user/webhooks/event/settings`.
  public synchronized SandboxAnswer create(String authorization, byte[] body) {
    return answer(
        authorization,
        "webhooks",
        () -> {
          Hook hook = new Hook();
          Optional<SandboxAnswer> wrong = change(hook, read(body));
          if (wrong.isPresent()) {
            return wrong.get();
          }
          hooks.put(hook.id, hook);
          return SandboxAnswer.json(201, json(hook).toString());
        });
  }

  /// `PATCH /v3/user/webhooks/event/settings/{id}`.
  public synchronized SandboxAnswer change(String authorization, String id, byte[] body) {
    return answer(
        authorization,
        "webhooks",
        () -> {
          Hook hook = hooks.get(id);
          if (hook == null) {
            return notFound();
          }
          return change(hook, read(body))
              .orElseGet(() -> SandboxAnswer.json(200, json(hook).toString()));
        });
  }

  private static Optional<SandboxAnswer> change(Hook hook, JsonNode json) {
    String url = json.path("url").asText(hook.url);
    if (!url.matches("https?://\\S+")) {
      return Optional.of(
          SandboxAnswer.errors(400, List.of(new ApiError("a valid url is required", "url", ""))));
    }
    hook.url = url;
    hook.enabled = json.path("enabled").asBoolean(hook.enabled);
    hook.name = json.path("friendly_name").asText(hook.name);
    Set<ReportedEvent> events = EnumSet.noneOf(ReportedEvent.class);
    for (ReportedEvent each : ReportedEvent.values()) {
      if (json.path(name(each)).asBoolean(hook.events.contains(each))) {
        events.add(each);
      }
    }
    hook.events = events;
    return Optional.empty();
  }

  /// `PATCH /v3/user/webhooks/event/settings/signed/{id}`.
  public synchronized SandboxAnswer sign(String authorization, String id, byte[] body) {
    return answer(
        authorization,
        "webhooks",
        () -> {
          if (!hooks.containsKey(id)) {
            return notFound();
          }
          if (read(body).path("enabled").asBoolean(false)) {
            key.switchOn();
            faults.remove(AccountFault.UNSIGNED);
            faults.remove(AccountFault.OTHER_KEY);
          } else {
            key.switchOff();
          }
          return SandboxAnswer.json(
              200, JSON.createObjectNode().put("id", id).put("public_key", shownKey()).toString());
        });
  }

  /// `POST /v3/user/webhooks/event/test`.
  public SandboxAnswer test(String authorization, byte[] wish) {
    return answer(
        authorization,
        "webhooks",
        () -> {
          byte[] body = TestPost.body(clock.instant());
          String[] url = read(wish).path("url").asText("").split("\\?", 2);
          target.ifPresent(
              to ->
                  to.post(
                      url.length == 2 ? url[1] : "",
                      SignedHeaders.of(key.current(), clock.instant(), body),
                      body));
          return SandboxAnswer.empty(204);
        });
  }

  private ObjectNode json(Hook hook) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", hook.id)
            .put("friendly_name", hook.name)
            .put("url", hook.url)
            .put("enabled", hook.enabled)
            .put("public_key", shownKey());
    for (ReportedEvent each : ReportedEvent.values()) {
      json.put(name(each), hook.events.contains(each));
    }
    return json;
  }

  private String shownKey() {
    return has(AccountFault.OTHER_KEY) ? SendGridSigner.generate().publicKey() : key.publicKey();
  }

  private static String name(ReportedEvent event) {
    return event.name().toLowerCase(Locale.ROOT);
  }

  /// `needs` is part of the scope that a restricted key lacks.
  private SandboxAnswer answer(
      String authorization, String needs, Supplier<SandboxAnswer> otherwise) {
    return refusal
        .apply(authorization)
        .or(
            () ->
                !needs.isEmpty() && has(AccountFault.SEND_SCOPE_ONLY)
                    ? Optional.of(SandboxAnswer.error(403, "access forbidden"))
                    : Optional.empty())
        .orElseGet(otherwise);
  }

  private static SandboxAnswer notFound() {
    return SandboxAnswer.error(404, "webhook not found");
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException _) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }
}
