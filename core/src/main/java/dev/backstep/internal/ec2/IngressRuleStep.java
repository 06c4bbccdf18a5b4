package dev.backstep.internal.ec2;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import org.jspecify.annotations.Nullable;

/**
 * Lets TCP to one port into a security group, from a block of addresses or from another group.
 *
 * @param group the group
 * @param port the port
 * @param cidr from where, in canonical form; or null
 * @param sourceGroup from which group; or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngressRuleStep(Ref group, int port, @Nullable String cidr, @Nullable Ref sourceGroup)
    implements Step {}
