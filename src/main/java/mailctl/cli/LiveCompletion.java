package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The part of the completion script that asks the database, around picocli's part, which knows the
/// command line alone. After a second without an answer there are no names.
final class LiveCompletion {
  private static final String SCRIPT =
      """

      # The kind of name that comes next, or nothing.
      function _mailctl_kind() {
        case "${COMP_WORDS[COMP_CWORD-1]}" in
      %s  esac
        case "${COMP_WORDS[*]:1:COMP_CWORD-1}" in
      %s  esac
      }

      function _complete_mailctl_live() {
        local kind word i
        local -a where=()
        kind=$(_mailctl_kind)
        word=${COMP_WORDS[COMP_CWORD]}
        if [ -n "$kind" ] && [[ "$word" != -* ]]; then
          for (( i=1; i<COMP_CWORD-1; i++ )); do
            if [ "${COMP_WORDS[i]}" = --config ]; then
              where=(--config "${COMP_WORDS[i+1]}")
            fi
          done
          local IFS=$'\\n'
          COMPREPLY=( $(timeout 1 "${COMP_WORDS[0]}" "${where[@]}" names "$kind" 2>/dev/null </dev/null | while read -r each; do [[ "$each" == "$word"* ]] && printf '%%q\\n' "$each"; done) )
          if [ ${#COMPREPLY[@]} -gt 0 ]; then
            return 0
          fi
        fi
        _complete_mailctl "$@"
      }
      complete -F _complete_mailctl_live -o default mailctl
      """;

  private final Map<String, LiveNames> options = new TreeMap<>();
  private final Map<String, LiveNames> arguments = new TreeMap<>();

  private LiveCompletion() {}

  static String script(CommandLine root) {
    LiveCompletion live = new LiveCompletion();
    root.getSubcommands().forEach((name, command) -> live.look(name, command));
    return SCRIPT.formatted(cases(live.options), cases(live.arguments));
  }

  private void look(String path, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    for (LiveNames kind : LiveNames.values()) {
      spec.options().stream()
          .filter(kind::isMeantBy)
          .flatMap(option -> Stream.of(option.names()))
          .forEach(name -> options.put(name, kind));
      spec.positionalParameters().stream()
          .filter(parameter -> parameter.index().min() == 0 && kind.isMeantBy(parameter))
          .forEach(_ -> arguments.put(path, kind));
    }
    command.getSubcommands().forEach((name, verb) -> look(path + " " + name, verb));
  }

  private static String cases(Map<String, LiveNames> kinds) {
    Map<LiveNames, Set<String>> words = new TreeMap<>();
    kinds.forEach((word, kind) -> words.computeIfAbsent(kind, _ -> new TreeSet<>()).add(word));
    List<String> lines = new ArrayList<>();
    words.forEach(
        (kind, all) ->
            lines.add(
                "    %s) echo %s; return ;;\n"
                    .formatted(
                        all.stream().map("'%s'"::formatted).collect(Collectors.joining(" | ")),
                        kind.word())));
    return String.join("", lines);
  }
}
