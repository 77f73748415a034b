package mailctl.delivery;

/// Where one API request stands, for all of its attempts at once.
enum SubmissionState {
  CLAIMED,
  CALLING,
  ACCEPTED,
  REJECTED,
  RETURNED,
  IN_DOUBT,
  GIVEN_UP
}
