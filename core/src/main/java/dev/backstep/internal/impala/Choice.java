package dev.backstep.internal.impala;

import java.util.List;

/**
 * What a plan works with, once the world has been found fit for the spec.
 *
 * @param account the account
 * @param vpc the VPC
 * @param subnets one a zone
 * @param workers the instances to register
 * @param notes what people should know
 */
record Choice(
    String account,
    World.Vpc vpc,
    List<World.Subnet> subnets,
    List<World.Instance> workers,
    List<String> notes) {}
