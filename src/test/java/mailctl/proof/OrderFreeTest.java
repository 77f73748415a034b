package mailctl.proof;

import static mailctl.proof.SameRows.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every order, any duplication, any split into posts and batches, any number of workers: the same
/// rows, byte for byte. From the stored post through the processor to the last table.
final class OrderFreeTest {
  private static final Proof PROOF = new Proof("rows");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;

  @BeforeEach
  void open() {
    world = new World(db);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @AfterAll
  static void report() {
    PROOF.report();
  }

  @Test
  void every_order_of_a_small_set_gives_the_same_rows() {
    int groups = 60;
    world.fill(groups, new Random(Proof.SEED));
    world.snapshot();
    for (int round = 0; round < 3 * Proof.ROUNDS; round++) {
      Random random = new Random(Proof.SEED + 31L * round);
      // Beyond the first rounds also sets of five, with their 120 orders.
      int size = round < 3 ? 4 : 5;
      List<List<Integer>> permutations = permutations(size);
      List<List<Sample>> sets = sets(groups, size, size, random);
      Map<Integer, String> expected = inOnePost(sets);
      for (List<Integer> permutation : permutations) {
        List<List<Sample>> ordered =
            sets.stream().map(set -> permutation.stream().map(set::get).toList()).toList();
        // Now and then two or more of them in one batch.
        int waves = random.nextInt(3) == 0 ? 1 + random.nextInt(size) : size;
        tryOrder(
            ordered, waves, random, expected, "round %d order %s".formatted(round, permutation));
      }
    }
  }

  @Test
  void any_order_of_a_large_set_gives_the_same_rows_and_the_same_decisions() {
    int groups = 30;
    for (int round = 0; round < Proof.ROUNDS; round++) {
      Random random = new Random(Proof.SEED + 1_000_003L * (round + 1));
      if (round == 0) {
        world.fill(groups, random);
        world.snapshot();
      }
      List<List<Sample>> sets = sets(groups, 6, 40, random);
      Map<Integer, String> expected = inOnePost(sets);
      Map<Integer, String> decided = decide();
      for (int order = 0; order < 20; order++) {
        List<List<Sample>> ordered = new ArrayList<>();
        for (List<Sample> set : sets) {
          List<Sample> shuffled = new ArrayList<>(set);
          Collections.shuffle(shuffled, random);
          ordered.add(shuffled);
        }
        String name = "round %d order %d".formatted(round, order);
        tryOrder(ordered, 1 + random.nextInt(6), random, expected, name);
        if (order % 7 == 0) {
          compare(decide(), decided, sets, name + ", then swept");
        }
      }
    }
  }

  private List<List<Sample>> sets(int groups, int least, int most, Random random) {
    PROOF.sets(groups);
    List<List<Sample>> sets = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      sets.add(
          new SampleEvents(random, World.NOW, world.targets(group), true)
              .set(least + random.nextInt(most - least + 1)));
    }
    return sets;
  }

  private Map<Integer, String> inOnePost(List<List<Sample>> sets) {
    world.reset();
    world.receive(sets.stream().flatMap(List::stream).map(Sample::original).toList());
    world.process(1);
    world.match();
    return world.dump();
  }

  /// What follows a month later: retries are made or not, addresses skipped or not.
  private Map<Integer, String> decide() {
    world.clock.set(World.NOW.plus(Duration.ofDays(30)));
    world.app.sweep().runOnce(1_000);
    return world.dump();
  }

  /// Posts the events of each group in their order, cut into so many waves that are processed one
  /// after the other, with copies of what is or was posted, some groups committed later than their
  /// first events.
  private void tryOrder(
      List<List<Sample>> ordered,
      int waves,
      Random random,
      Map<Integer, String> expected,
      String name) {
    world.reset();
    Set<Integer> late = new TreeSet<>();
    if (random.nextInt(3) == 0) {
      random.ints(6, 0, ordered.size()).forEach(late::add);
      world.withhold(late);
    }
    int releaseAfter = random.nextInt(waves);
    int posted = 0;
    for (int wave = 0; wave < waves; wave++) {
      List<String> elements = new ArrayList<>();
      for (List<Sample> events : ordered) {
        int from = events.size() * wave / waves;
        int to = events.size() * (wave + 1) / waves;
        for (Sample event : events.subList(from, to)) {
          elements.add(random.nextBoolean() ? event.original() : event.copy(random));
        }
        for (int copies = random.nextInt(3); copies > 0 && to > 0; copies--) {
          elements.add(events.get(random.nextInt(to)).copy(random));
        }
      }
      Collections.shuffle(elements, random);
      posted += elements.size();
      int posts = 1 + random.nextInt(8);
      for (int post = 0; post < posts; post++) {
        world.receive(
            elements.subList(elements.size() * post / posts, elements.size() * (post + 1) / posts));
      }
      world.process(1 + random.nextInt(4));
      world.clock.tick(Duration.ofMillis(random.nextInt(5_000)));
      if (wave == releaseAfter) {
        world.release(late);
      }
    }
    world.match();
    PROOF.orders(ordered.size(), posted);
    compare(world.dump(), expected, ordered, name + ", late " + late);
  }

  private static List<List<Integer>> permutations(int size) {
    List<List<Integer>> all = List.of(List.of());
    for (int next = 0; next < size; next++) {
      int added = next;
      all =
          all.stream()
              .flatMap(
                  each ->
                      IntStream.rangeClosed(0, each.size())
                          .mapToObj(
                              at -> {
                                List<Integer> longer = new ArrayList<>(each);
                                longer.add(at, added);
                                return List.copyOf(longer);
                              }))
              .toList();
    }
    return all;
  }
}
