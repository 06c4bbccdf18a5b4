package dev.backstep.simulation;

/** What can go wrong with a call to the toy cloud. */
enum ToyFault {
  NONE,
  THROTTLED,
  /** 500 or a lost connection, before anything was done. */
  UNANSWERED_NOT_ACTED,
  /** 500, a lost connection or an unreadable answer, after all was done. */
  UNANSWERED_ACTED,
  /** The client gives up, and the request acts later. */
  ACTS_LATE,
  /** The network delivers the request twice. */
  DELIVERED_TWICE,
  REFUSED,
  /** The credentials expire with this call. */
  EXPIRED
}
