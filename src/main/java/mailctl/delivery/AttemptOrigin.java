package mailctl.delivery;

/// Why an attempt was made: the plan, the retry ladder, or a person's word.
enum AttemptOrigin {
  PLAN,
  RETRY,
  RESEND
}
