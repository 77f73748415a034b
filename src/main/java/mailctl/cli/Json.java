package mailctl.cli;

/// Where JSON answers start: `Json.object().id("id", id).put("status", status)`.
final class Json {
  private Json() {}

  static JsonObject object() {
    return new JsonObject();
  }
}
