package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Tags;

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
  static final String CERTIFICATE = "certificate";
  static final String ISSUED = "certificate/issued";
  static final String SECURITY_POLICY = "load-balancer/security-policy";
  static final String SPARE = "load-balancer/spare-listener";
  static final String HANDSHAKE = "load-balancer/handshake-";

  /** On the front-end group: the first names of certificates that were asked for. */
  static final String CERTIFICATES_TAG = Tags.PREFIX + "certificates";

  /** On a certificate: the hosted zone that the records are in which validate it. */
  static final String ZONE_TAG = Tags.PREFIX + "hosted-zone";

  static final String DRAINED = "load-balancer/drained";

  private Names() {}
}
