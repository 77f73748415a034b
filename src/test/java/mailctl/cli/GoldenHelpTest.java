package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailctl.support.CommandRun;
import mailctl.support.Golden;
import org.junit.jupiter.api.Test;

/// What every command says of itself; a change of it is looked at in a file.
final class GoldenHelpTest {
  private static final int USUAL = 80;
  private static final int NARROW = 40;

  /// Under a heading: `name what it does`; its first page has no other lines of that form.
  private static final Pattern FIRST_PAGE = Pattern.compile("  (\\S+) {2,}(\\S.*)");

  private static final List<String> GROUPS = Stream.of(Group.values()).map(Group::title).toList();

  @Test
  void every_page_looks_like_its_file() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("mailctl.txt", help(List.of(), USUAL));
    for (List<String> path : AllCommands.withNouns()) {
      pages.put(String.join("-", path) + ".txt", help(path, USUAL));
    }

    Golden.check("help", pages);
  }

  @Test
  void no_line_leaves_a_narrow_window_that_need_not() {
    List<String> tooLong = new ArrayList<>();
    for (List<String> path : AllCommands.withNouns()) {
      boolean examples = false;
      for (String line : help(path, NARROW).lines().toList()) {
        examples = line.equals("Examples:") || examples && !line.isEmpty();
        // What is typed stays whole, and so does a word.
        boolean whole = examples || line.startsWith("  -") || !line.strip().contains(" ");
        if (TextWidth.of(line) > NARROW && !whole) {
          tooLong.add(String.join(" ", path) + ": " + line);
        }
      }
    }

    assertThat(tooLong).isEmpty();
  }

  @Test
  void the_readme_lists_the_commands_as_the_first_page_does() {
    StringBuilder table = new StringBuilder("| | command | does |\n|---|---|---|\n");
    String heading = "";
    String shown = "";
    for (String line : CommandRun.create().run("--help").stdout().lines().toList()) {
      if (line.endsWith(":") && !line.startsWith(" ")) {
        heading = line.substring(0, line.length() - 1);
      }
      var row = FIRST_PAGE.matcher(line);
      if (GROUPS.contains(heading) && row.matches()) {
        String verbs =
            AllCommands.paths().stream()
                .filter(path -> path.size() > 1 && path.getFirst().equals(row.group(1)))
                .map(path -> "`" + path.get(1) + "`")
                .collect(Collectors.joining(", "));
        table
            .append(heading.equals(shown) ? "| | `" : "| **" + heading + "** | `")
            .append(row.group(1))
            .append("` | ")
            .append(row.group(2).replace("|", "\\|"))
            .append(verbs.isEmpty() ? "" : ": " + verbs)
            .append(" |\n");
        shown = heading;
      }
    }

    Golden.checkPart("README.md", "commands", table.toString());
  }

  private static String help(List<String> path, int width) {
    List<String> words = new ArrayList<>(path);
    words.add("--help");
    return CommandRun.create().person(width).run(words.toArray(String[]::new)).stdout();
  }
}
