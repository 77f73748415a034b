package mailctl.delivery;

/// Why a member of the audience gets no mail.
public enum SkipReason {
  SUPPRESSED,
  DUPLICATE_ADDRESS,
  INVALID_ADDRESS,
  NOT_RENDERABLE
}
