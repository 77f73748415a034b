package mailctl.database;

import static java.util.Objects.requireNonNull;

import org.jooq.DSLContext;

/// An open transaction. Every store method that reads or writes takes one as its first argument, so
/// that one can see what is atomic. Never call a provider while holding one.
public final class Tx {
  private final DSLContext dsl;

  Tx(DSLContext dsl) {
    this.dsl = requireNonNull(dsl, "dsl is null");
  }

  /// For stores only.
  public DSLContext dsl() {
    return dsl;
  }
}
