package dev.backstep.internal.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of the tags that say whose a thing is: three, since a classic balancer takes ten. */
public final class Tags {

  /** What all of our keys begin with. */
  public static final String PREFIX = "backstep:";

  /** What it belongs to, such as {@code impala/Cluster1}. */
  public static final String OWNER = "backstep:owner";

  /** The run that made it. */
  public static final String RUN = "backstep:run";

  /** The step that made it. */
  public static final String STEP = "backstep:step";

  /** The run that took it over; what carries this is released by destroy, never deleted. */
  public static final String ADOPTED = "backstep:adopted";

  private Tags() {}

  static Map<String, String> of(String owner, String run, String step) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(OWNER, owner);
    tags.put(RUN, run);
    tags.put(STEP, step);
    return tags;
  }
}
