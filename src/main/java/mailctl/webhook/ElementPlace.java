package mailctl.webhook;

/// An element of a post, by its place in it.
record ElementPlace(long post, int element) {}
