package mailctl.log;

/// For people, or one JSON object a line.
public enum LogFormat {
  TEXT,
  JSON
}
