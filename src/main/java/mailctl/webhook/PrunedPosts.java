package mailctl.webhook;

/// What a pruning took from the inbox, or would take.
///
/// @param bytes of bodies
/// @param refusals counts of refused posts, each of an hour and a reason
/// @param kept posts as old that stay, since they wait, are parked or are in use
/// @param more whether there is more than one pass may take
public record PrunedPosts(long posts, long bytes, long refusals, long kept, boolean more) {}
