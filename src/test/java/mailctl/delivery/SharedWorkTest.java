package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SharedWorkTest {
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstRuns = new CountDownLatch(1);
  private final CountDownLatch othersWait = new CountDownLatch(1);

  @Test
  void what_comes_while_some_is_done_is_done_together_next_and_each_gets_its_own_answer()
      throws Exception {
    SharedWork<Integer, Integer> shared = new SharedWork<>(this::twice, 100, 1);

    List<Integer> answers = bring(shared, 40);

    assertThat(answers).containsExactlyElementsOf(doubles(40));
    assertThat(batches).hasSize(2);
    assertThat(batches.getFirst()).containsExactly(0);
    assertThat(batches.getLast()).hasSize(39);
  }

  @Test
  void no_more_are_done_together_than_may_be() throws Exception {
    SharedWork<Integer, Integer> shared = new SharedWork<>(this::twice, 10, 1);

    assertThat(bring(shared, 40)).containsExactlyElementsOf(doubles(40));
    assertThat(batches).extracting(List::size).containsExactly(1, 10, 10, 10, 9);
  }

  @Test
  void what_fails_in_company_is_tried_alone_so_that_the_others_do_not_pay_for_it() {
    SharedWork<Integer, Integer> shared =
        new SharedWork<>(
            batch -> {
              List<Integer> answers = twice(batch);
              if (batch.contains(13)) {
                throw new IllegalStateException("not 13");
              }
              return answers;
            },
            100,
            1);

    List<Future<Integer>> futures = start(shared, 40);

    for (int i = 0; i < 40; i++) {
      Future<Integer> each = futures.get(i);
      if (i == 13) {
        assertThatThrownBy(each::get).hasRootCauseMessage("not 13");
      } else {
        assertThat(each).succeedsWithin(java.time.Duration.ofSeconds(20)).isEqualTo(2 * i);
      }
    }
  }

  @Test
  void one_after_the_other_nobody_waits_for_company() {
    SharedWork<Integer, Integer> shared = new SharedWork<>(SharedWorkTest::doubled, 100, 1);

    assertThat(shared.bring(1)).isEqualTo(2);
    assertThat(shared.bring(2)).isEqualTo(4);
  }

  @Test
  void several_crews_are_at_work_at_a_time_and_no_more() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    SharedWork<Integer, Integer> shared =
        new SharedWork<>(
            batch -> {
              most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
              both.countDown();
              try {
                both.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              atWork.decrementAndGet();
              return doubled(batch);
            },
            1,
            2);
    List<Future<Integer>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        int thing = i;
        futures.add(threads.submit(() -> shared.bring(thing)));
      }
    }

    for (int i = 0; i < 200; i++) {
      assertThat(futures.get(i).get()).isEqualTo(2 * i);
    }
    assertThat(most).hasValue(2);
  }

  /// The first runs until all the others wait.
  private List<Integer> twice(List<Integer> batch) {
    batches.add(batch);
    if (batches.size() == 1) {
      firstRuns.countDown();
      try {
        othersWait.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return doubled(batch);
  }

  private static List<Integer> doubled(List<Integer> batch) {
    return batch.stream().map(each -> 2 * each).toList();
  }

  private static List<Integer> doubles(int things) {
    List<Integer> doubles = new ArrayList<>();
    for (int i = 0; i < things; i++) {
      doubles.add(2 * i);
    }
    return doubles;
  }

  private List<Integer> bring(SharedWork<Integer, Integer> shared, int things) throws Exception {
    List<Integer> answers = new ArrayList<>();
    for (Future<Integer> each : start(shared, things)) {
      answers.add(each.get());
    }
    return answers;
  }

  private List<Future<Integer>> start(SharedWork<Integer, Integer> shared, int things) {
    List<Future<Integer>> futures = new ArrayList<>();
    AtomicInteger brought = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      futures.add(threads.submit(() -> shared.bring(0)));
      firstRuns.await();
      for (int i = 1; i < things; i++) {
        int thing = i;
        futures.add(
            threads.submit(
                () -> {
                  brought.incrementAndGet();
                  return shared.bring(thing);
                }));
      }
      while (brought.get() < things - 1 || shared.waiting() < things - 1) {
        Thread.onSpinWait();
      }
      othersWait.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return futures;
  }
}
