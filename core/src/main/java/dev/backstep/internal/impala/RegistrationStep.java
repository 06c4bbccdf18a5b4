package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Step;
import java.util.List;

/**
 * Registers instances with a load balancer.
 *
 * @param balancer its name
 * @param instances which
 */
record RegistrationStep(String balancer, List<String> instances) implements Step {}
