package mailctl.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Marks that keep the places of placeholders while the text around them is converted.
final class PlaceMark {
  private static final char START = '\uE000';
  private static final char END = '\uE001';
  private static final Pattern MARK = Pattern.compile(START + "(\\d{1,9})" + END);

  private PlaceMark() {}

  static String of(int index) {
    return START + Integer.toString(index) + END;
  }

  static List<Template.Segment> split(String text, List<Placeholder> slots) {
    List<Template.Segment> segments = new ArrayList<>();
    Matcher matcher = MARK.matcher(text);
    int from = 0;
    while (matcher.find()) {
      int index = Integer.parseInt(matcher.group(1));
      if (index < slots.size()) {
        addLiteral(segments, text.substring(from, matcher.start()));
        segments.add(new Template.Slot(slots.get(index)));
        from = matcher.end();
      }
    }
    addLiteral(segments, text.substring(from));
    return segments;
  }

  private static void addLiteral(List<Template.Segment> segments, String text) {
    if (!text.isEmpty()) {
      segments.add(new Template.Literal(text));
    }
  }
}
