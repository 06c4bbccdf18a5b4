package dev.backstep.internal.engine;

/** What a failed call means for what happens next. */
public enum ErrorClass {
  /** Too many calls; not acted. Again after a back-off. */
  THROTTLE,
  /** No clear answer: a change may have acted. Reads go again, changes are resolved first. */
  TRANSIENT,
  /** What the call needs is not visible yet. Again within a window. */
  EVENTUAL,
  /** What it is about is in use or between states. Again for minutes. */
  BUSY,
  /** A thing of that name is there: maybe this run's own. Its tags tell. */
  MAYBE_OURS,
  /** It is not there: good news for an undo. */
  GONE,
  /** No capacity in this place now; another place may do. */
  CAPACITY,
  /** A limit of the account is reached. */
  QUOTA,
  /** The credentials are not good any more: the run parks. */
  CREDENTIAL,
  /** This machine's clock is off. */
  CLOCK,
  /** Not allowed. */
  DENIED,
  /** A client token that is dead or was used for something else. */
  TOKEN,
  /** The request is wrong. */
  INVALID,
  /** Protected against it on purpose. */
  PROTECTED,
  /** A thing of somebody else is in the way. */
  CONFLICT,
  /** It did not come about in time. */
  TIMEOUT,
  /** A person must act first: the run parks. */
  PERSON,
  /** The run was told to stop. */
  CANCELLED,
  /** Our own code failed, which says nothing of what the service did. */
  BUG,
  /** Anything else that was refused. */
  REFUSED;

  /** Whether it is no fault of the run, which parks and can go on later. */
  public boolean parks() {
    return this == CREDENTIAL || this == PERSON;
  }

  /** Whether a change that ended so may have acted. */
  public boolean unclear() {
    return this == TRANSIENT || this == BUG;
  }
}
