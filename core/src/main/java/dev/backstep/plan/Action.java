package dev.backstep.plan;

/** What a step does to the thing it is about, with the sign that a plan shows for it. */
public enum Action {
  /** Makes a thing that is not there. */
  CREATE("+"),
  /** Changes a thing that is there. */
  UPDATE("~"),
  /** Removes a thing that is there. */
  DELETE("-"),
  /** Leaves a thing as it is. */
  UNCHANGED("="),
  /** Looks and waits, and changes nothing. */
  CHECK("?");

  private final String sign;

  Action(String sign) {
    this.sign = sign;
  }

  /** One character: {@code + ~ - =} or {@code ?}. */
  public String sign() {
    return sign;
  }

  /** Whether a step of this kind changes anything in AWS. */
  public boolean changes() {
    return this == CREATE || this == UPDATE || this == DELETE;
  }
}
