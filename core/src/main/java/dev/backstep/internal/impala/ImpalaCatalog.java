package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.ec2.IngressRuleHandler;
import dev.backstep.internal.ec2.IngressRuleStep;
import dev.backstep.internal.ec2.InterfaceGroupHandler;
import dev.backstep.internal.ec2.InterfaceGroupStep;
import dev.backstep.internal.ec2.LeaveInterfaceGroup;
import dev.backstep.internal.ec2.SecurityGroupHandler;
import dev.backstep.internal.ec2.SecurityGroupStep;
import dev.backstep.internal.ec2.SecurityGroups;
import dev.backstep.internal.engine.Catalog;

/** The types of steps that a balancer's plan is made of. */
public final class ImpalaCatalog {

  private ImpalaCatalog() {}

  /** With handlers that work through an access. */
  public static Catalog over(AwsAccess aws) {
    SecurityGroups groups = new SecurityGroups(aws);
    LoadBalancers balancers = new LoadBalancers(aws);
    return new Catalog()
        .deletable(groups)
        .deletable(balancers)
        .members(LeaveInterfaceGroup.KIND, new LeaveInterfaceGroup(aws))
        .step("security-group", SecurityGroupStep.class, new SecurityGroupHandler(aws, groups))
        .step("ingress-rule", IngressRuleStep.class, new IngressRuleHandler(aws))
        .step("interface-group", InterfaceGroupStep.class, new InterfaceGroupHandler(aws))
        .step("load-balancer", LoadBalancerStep.class, new LoadBalancerHandler(aws, balancers))
        .step("load-balancer-attributes", AttributesStep.class, new AttributesHandler(aws))
        .step("load-balancer-health-check", HealthCheckStep.class, new HealthCheckHandler(aws))
        .step("load-balancer-instances", RegistrationStep.class, new RegistrationHandler(aws))
        .step("load-balancer-in-service", InServiceStep.class, new InServiceHandler(aws));
  }
}
