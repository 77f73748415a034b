package mailctl.fence;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the installation's row says of its home, and what the server says now.
///
/// @param system PostgreSQL's system identifier; empty where the server does not let us read it
/// @param recordedPlace empty until the first process has sent, and on servers of their own
record Reading(
    String installation,
    int generation,
    long epoch,
    Optional<Long> recordedSystem,
    Optional<Long> system,
    long recordedDatabase,
    long database,
    Optional<String> recordedPlace) {
  Reading {
    requireNonNull(installation, "installation is null");
    requireNonNull(recordedSystem, "recordedSystem is null");
    requireNonNull(system, "system is null");
    requireNonNull(recordedPlace, "recordedPlace is null");
  }

  /// @param place where the embedded server has its data
  /// @param remembered the highest epoch that this host has seen
  List<Difference> differences(Optional<String> place, Optional<Long> remembered) {
    List<Difference> found = new ArrayList<>();
    if (!system.equals(recordedSystem)) {
      found.add(
          new Difference(
              Difference.Kind.SERVER,
              "its server's system identifier "
                  + system.map(it -> "is " + it).orElse("cannot be read")
                  + recordedSystem
                      .map(it -> ", and was " + it)
                      .orElse(", and could not be before")));
    }
    if (database != recordedDatabase) {
      found.add(
          new Difference(
              Difference.Kind.DATABASE,
              "its database oid is " + database + ", and was " + recordedDatabase));
    }
    if (place.isPresent() && recordedPlace.isPresent() && !place.equals(recordedPlace)) {
      found.add(
          new Difference(
              Difference.Kind.PLACE,
              "its data is in " + place.get() + ", and was in " + recordedPlace.get()));
    }
    if (remembered.filter(it -> it > epoch).isPresent()) {
      found.add(
          new Difference(
              Difference.Kind.EPOCH,
              "it is at epoch " + epoch + ", and this host has seen epoch " + remembered.get()));
    }
    return found;
  }
}
