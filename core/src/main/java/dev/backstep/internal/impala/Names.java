package dev.backstep.internal.impala;

/** Ids of steps and prefixes of names. Journals hold the ids for good. */
final class Names {

  static final String LOAD_BALANCER_PREFIX = "elb-impala-";
  static final String FRONT_END = "security-group/front-end";
  static final String BACK_END = "security-group/back-end";
  static final String LOAD_BALANCER = "load-balancer";
  static final String ATTRIBUTES = "load-balancer/attributes";
  static final String HEALTH_CHECK = "load-balancer/health-check";
  static final String INSTANCES = "load-balancer/instances";
  static final String IN_SERVICE = "load-balancer/in-service";
  static final String DRAINED = "load-balancer/drained";

  private Names() {}
}
