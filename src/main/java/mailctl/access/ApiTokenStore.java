package mailctl.access;

import static mailctl.database.schema.Tables.API_TOKEN;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.ApiTokenRecord;

final class ApiTokenStore {
  ApiToken insert(
      Tx tx,
      String name,
      ApiToken.Scope scope,
      byte[] digest,
      Instant now,
      String by,
      Optional<Instant> expiresAt) {
    return token(
        tx.dsl()
            .insertInto(API_TOKEN)
            .set(API_TOKEN.NAME, name)
            .set(API_TOKEN.SCOPE, scope.name().toLowerCase(Locale.ROOT))
            .set(API_TOKEN.HASH, digest)
            .set(API_TOKEN.CREATED_AT, now)
            .set(API_TOKEN.CREATED_BY, by)
            .set(API_TOKEN.EXPIRES_AT, expiresAt.orElse(null))
            .returning()
            .fetchSingle());
  }

  /// Those that are revoked have no name any more.
  Optional<ApiToken> find(Tx tx, String name) {
    return tx.dsl()
        .fetchOptional(API_TOKEN, API_TOKEN.NAME.eq(name).and(API_TOKEN.REVOKED_AT.isNull()))
        .map(ApiTokenStore::token);
  }

  Optional<ApiToken> byDigest(Tx tx, byte[] digest) {
    return tx.dsl().fetchOptional(API_TOKEN, API_TOKEN.HASH.eq(digest)).map(ApiTokenStore::token);
  }

  void revoke(Tx tx, long id, Instant now, String by) {
    tx.dsl()
        .update(API_TOKEN)
        .set(API_TOKEN.REVOKED_AT, now)
        .set(API_TOKEN.REVOKED_BY, by)
        .where(API_TOKEN.ID.eq(id))
        .execute();
  }

  List<ApiToken> list(Tx tx) {
    return tx.dsl().selectFrom(API_TOKEN).orderBy(API_TOKEN.ID).fetch(ApiTokenStore::token);
  }

  private static ApiToken token(ApiTokenRecord row) {
    return new ApiToken(
        row.getId(),
        row.getName(),
        ApiToken.Scope.valueOf(row.getScope().toUpperCase(Locale.ROOT)),
        row.getCreatedAt(),
        row.getCreatedBy(),
        Optional.ofNullable(row.getExpiresAt()),
        Optional.ofNullable(row.getRevokedAt()));
  }
}
