package mailctl.audience;

/// What an import did.
public record ImportedRegistrations(int inserted, int updated, int unchanged) {
  public int total() {
    return inserted + updated + unchanged;
  }

  ImportedRegistrations plus(ImportedRegistrations other) {
    return new ImportedRegistrations(
        inserted + other.inserted, updated + other.updated, unchanged + other.unchanged);
  }
}
