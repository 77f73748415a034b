/// Deliveries, submissions and attempts. Sending goes plan, claim, call, settle; what the provider
/// reports is merged into accumulators, and a delivery's status is a pure function of them
/// (`DeliveryFold`).
@NullMarked
package mailctl.delivery;

import org.jspecify.annotations.NullMarked;
