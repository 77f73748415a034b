package mailctl.audience;

/// Why a member of an audience gets no mail.
public enum SkipReason {
  SUPPRESSED,
  DUPLICATE_ADDRESS,
  INVALID_ADDRESS,
  NOT_RENDERABLE
}
