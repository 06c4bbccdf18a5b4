package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.acm.CertificateHandler;
import dev.backstep.internal.acm.CertificateStep;
import dev.backstep.internal.acm.Certificates;
import dev.backstep.internal.acm.IssuedHandler;
import dev.backstep.internal.acm.IssuedStep;
import dev.backstep.internal.ec2.Ec2TagSettings;
import dev.backstep.internal.ec2.IngressRuleHandler;
import dev.backstep.internal.ec2.IngressRuleStep;
import dev.backstep.internal.ec2.InterfaceGroups;
import dev.backstep.internal.ec2.OurRules;
import dev.backstep.internal.ec2.SecurityGroupHandler;
import dev.backstep.internal.ec2.SecurityGroupRules;
import dev.backstep.internal.ec2.SecurityGroupStep;
import dev.backstep.internal.ec2.SecurityGroups;
import dev.backstep.internal.engine.Catalog;
import dev.backstep.internal.route53.RecordHandler;
import dev.backstep.internal.route53.RecordInSyncHandler;
import dev.backstep.internal.route53.RecordInSyncStep;
import dev.backstep.internal.route53.RecordRemovalHandler;
import dev.backstep.internal.route53.RecordRemovalStep;
import dev.backstep.internal.route53.RecordStep;
import dev.backstep.internal.route53.RemoveRecord;
import dev.backstep.internal.route53.RemoveRecordHandler;
import dev.backstep.internal.s3.BucketPolicies;

/** The types of steps that a balancer's plan is made of. */
public final class ImpalaCatalog {

  private ImpalaCatalog() {}

  /** With handlers that work through an access. */
  public static Catalog over(AwsAccess aws) {
    SecurityGroups groups = new SecurityGroups(aws);
    SecurityGroupRules rules = new SecurityGroupRules(aws);
    LoadBalancers balancers = new LoadBalancers(aws);
    Certificates certificates = new Certificates(aws);
    return new Catalog()
        .deletable(groups)
        .deletable(rules)
        .deletable(balancers)
        .deletable(certificates)
        .deletable(new SpareListeners(aws))
        .settings(new InterfaceGroups(aws))
        .settings(new Ec2TagSettings(aws))
        .settings(new OurRules(aws, rules))
        .settings(new BalancerAttributes(aws))
        .settings(new BalancerGroups(aws))
        .settings(new BalancerHealthCheck(aws))
        .settings(new BalancerInstances(aws))
        .settings(new BalancerListeners(aws))
        .settings(new BalancerSubnets(aws))
        .settings(new BalancerTags(aws))
        .settings(new SecurityPolicies(aws))
        .settings(new ListenerPolicies(aws))
        .settings(new BucketPolicies(aws))
        .step("security-group", SecurityGroupStep.class, new SecurityGroupHandler(aws, groups))
        .step("ingress-rule", IngressRuleStep.class, new IngressRuleHandler(aws, rules))
        .step("load-balancer", LoadBalancerStep.class, new LoadBalancerHandler(aws, balancers))
        .step("certificate", CertificateStep.class, new CertificateHandler(aws, certificates))
        .step("certificate-issued", IssuedStep.class, new IssuedHandler(aws))
        .step("validation-record", RecordStep.class, new RecordHandler(aws))
        .step("record-in-sync", RecordInSyncStep.class, new RecordInSyncHandler(aws))
        .step("record-removal", RecordRemovalStep.class, new RecordRemovalHandler(aws))
        .undo("remove-record", RemoveRecord.class, new RemoveRecordHandler(aws))
        .step("spare-listener", SpareListenerStep.class, new SpareListenerHandler(aws))
        .step("handshake", HandshakeStep.class, new HandshakeHandler(aws, balancers))
        .step("in-service", InServiceStep.class, new InServiceHandler(aws))
        .step("drained", DrainedStep.class, new DrainedHandler(aws))
        .step("interfaces-gone", InterfacesGoneStep.class, new InterfacesGoneHandler(aws));
  }
}
