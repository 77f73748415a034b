package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Asks the database about the gate and the budgets, for all workers of this process: those who ask
/// while somebody does go together with the next question.
final class GateDesk {
  private final Database database;
  private final GateStore store;
  private final SharedWork<Boolean, GateState> looks;

  /// By scopes: a transaction that takes of several sets of them would lock in no certain order.
  private final Map<List<String>, SharedWork<Integer, GateStore.Taken>> budgets =
      new ConcurrentHashMap<>();

  GateDesk(Database database, GateStore store) {
    this.database = requireNonNull(database, "database is null");
    this.store = requireNonNull(store, "store is null");
    this.looks = new SharedWork<>(this::look, SendSettings.MAX_SHARED, 1);
  }

  /// As it is after this was called.
  GateState look() {
    return looks.bring(true);
  }

  /// Tokens of all these scopes, or how long to wait for some.
  GateStore.Taken take(List<String> scopes, int wanted) {
    return budget(scopes).bring(wanted);
  }

  /// How many wait for whoever asks for these.
  int waiting(List<String> scopes) {
    return budget(scopes).waiting();
  }

  private SharedWork<Integer, GateStore.Taken> budget(List<String> scopes) {
    return budgets.computeIfAbsent(
        scopes, own -> new SharedWork<>(each -> take(own, each), SendSettings.MAX_SHARED, 1));
  }

  private List<GateState> look(List<Boolean> who) {
    return Collections.nCopies(who.size(), database.statement(store::read));
  }

  private List<GateStore.Taken> take(List<String> scopes, List<Integer> wanted) {
    if (wanted.size() == 1) {
      GateStore.Taken only = database.statement(tx -> store.take(tx, scopes, wanted.getFirst()));
      return List.of(only);
    }
    return database.transaction(tx -> takeInTurn(tx, scopes, wanted));
  }

  /// Where there was nothing for one, there is nothing for the next, either.
  private List<GateStore.Taken> takeInTurn(Tx tx, List<String> scopes, List<Integer> wanted) {
    Map<Integer, GateStore.Taken> refused = new HashMap<>();
    List<GateStore.Taken> answers = new ArrayList<>();
    for (Integer each : wanted) {
      GateStore.Taken known = refused.get(each);
      GateStore.Taken taken = known == null ? store.take(tx, scopes, each) : known;
      if (taken.granted() == 0) {
        refused.put(each, taken);
      }
      answers.add(taken);
    }
    return answers;
  }
}
