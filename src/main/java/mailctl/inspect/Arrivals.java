package mailctl.inspect;

/// The posts that came between two looks at the inbox: how many, and how many of them wait.
public record Arrivals(long posts, long waiting) {}
