/// What a monitoring system asks for. A feature that has something to count takes the registry of
/// `Metrics`; what is read from the database goes through a `CachedReading`.
@NullMarked
package mailctl.metrics;

import org.jspecify.annotations.NullMarked;
