package dev.backstep.internal.impala;

import java.util.List;
import java.util.Optional;

/**
 * What a plan works with, once the world has been found fit for the spec.
 *
 * @param account the account
 * @param vpc the VPC
 * @param subnets one a zone
 * @param workers the instances to register
 * @param certificate what the balancer presents; empty where it presents none
 * @param notes what people should know
 */
record Choice(
    String account,
    World.Vpc vpc,
    List<World.Subnet> subnets,
    List<World.Instance> workers,
    Optional<ChosenCertificate> certificate,
    List<String> notes) {}
