package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;

/**
 * Makes a listener on a spare port, which proves that the balancer takes a certificate.
 *
 * @param balancer the balancer's name
 * @param port a port that nothing uses, on either side
 * @param certificate the certificate
 */
record SpareListenerStep(String balancer, int port, Ref certificate) implements Step {}
