package mailctl.proof;

import static mailctl.proof.SameRows.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Events may come before the attempt that they are about is committed, during the call, or after
/// the answer; the answer may be lost. The rows are the same.
final class SettleOrderTest {
  private static final int GROUPS = 10;
  private static final Proof PROOF = new Proof("settle");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private World world;

  @BeforeEach
  void open() {
    world = new World(db);
    world.plan(GROUPS);
    world.snapshot();
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
  void events_before_during_and_after_the_call_give_the_same_rows() {
    for (int round = 0; round < 2 * Proof.ROUNDS; round++) {
      Random random = new Random(Proof.SEED + 77L * round);
      List<List<Sample>> sets = new ArrayList<>();
      for (int group = 0; group < GROUPS; group++) {
        sets.add(
            new SampleEvents(random, World.NOW, world.targets(group), false)
                .set(1 + random.nextInt(5)));
      }
      PROOF.sets(GROUPS);
      Map<Integer, String> expected = send(sets, new Random(0), List.of(0, 0, 1));
      for (int order = 0; order < 8; order++) {
        List<Integer> odds = List.of(random.nextInt(3), random.nextInt(3), 1 + random.nextInt(2));
        compare(
            send(sets, random, odds), expected, sets, "round %d order %d".formatted(round, order));
      }
    }
  }

  /// @param odds of an event to come before, during and after the call
  private Map<Integer, String> send(List<List<Sample>> sets, Random random, List<Integer> odds) {
    world.reset();
    List<String> before = new ArrayList<>();
    List<List<String>> during = new ArrayList<>();
    List<String> after = new ArrayList<>();
    int posted = 0;
    for (List<Sample> set : sets) {
      List<String> meanwhile = new ArrayList<>();
      for (Sample sample : set) {
        int time = random.nextInt(odds.get(0) + odds.get(1) + odds.get(2));
        // A person's wish that is there before the call decides about the call.
        if (time < odds.get(0) && !sample.isWish()) {
          before.add(sample.copy(random));
        } else if (time < odds.get(0) + odds.get(1)) {
          meanwhile.add(sample.copy(random));
        } else {
          after.add(sample.original());
        }
        posted++;
      }
      during.add(meanwhile);
    }
    world.receive(before);
    world.process(1);
    world.provider.answer(
        request -> {
          String first = request.recipients().getFirst().to().address();
          int group = Integer.parseInt(first.substring(1, first.indexOf('-')));
          world.receive(during.get(group));
          world.process(1 + random.nextInt(3));
          return group % 2 == 0
              ? World.accepted(request)
              : new SubmissionOutcome.InDoubt("the answer was lost");
        });
    world.app.delivery().dispatch().everythingDue();
    Collections.shuffle(after, random);
    for (String each : after) {
      world.clock.tick(Duration.ofMillis(random.nextInt(900)));
      world.receive(List.of(each));
      if (random.nextBoolean()) {
        world.process(2);
      }
    }
    world.process(1);
    world.match();
    world.app.delivery().finish().runOnce();
    PROOF.orders(sets.size(), posted);
    return world.dump();
  }
}
