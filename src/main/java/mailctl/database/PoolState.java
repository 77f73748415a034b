package mailctl.database;

/// The connections of this process at a moment.
public record PoolState(int active, int idle, int waiting, int limit) {}
