package dev.backstep.simulation;

/** How the toy steps and their engine work: as they should, or with one of the rules left out. */
enum Protocol {
  /** All rules. */
  FULL,
  /** No record is kept of what is about to be done. */
  NO_INTENT,
  /** One look-up that finds nothing is taken for proof. */
  ONE_LOOK_UP,
  /** What has the name, or the id, is taken for ours without a look at its tags. */
  NO_OWNERSHIP_CHECK,
  /** Things are found again by their names alone. */
  BY_NAME_ONLY,
  /** Each attempt has a token of its own, as an SDK gives it. */
  FRESH_TOKEN
}
