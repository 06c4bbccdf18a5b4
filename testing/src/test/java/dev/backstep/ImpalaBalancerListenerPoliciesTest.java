package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.PlanFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttribute;

/** A listener that is replaced, or removed, and put back has the policies that it had. */
class ImpalaBalancerListenerPoliciesTest {

  private static final String ARN =
      "arn:aws:iam::123456789012:server-certificate/impala.example.com";
  private static final String CHOSEN = "policy-of-the-user";

  private final Site site = Site.applied();

  @Test
  void apply_whenItCannotFinish_givesAReplacedListenerItsPoliciesBack() throws Exception {
    listenWithTls(21050);
    site.register(site.stray);
    List<String> before = site.facts();
    site.aws.onCall("DeregisterInstancesFromLoadBalancer").refuse("AccessDenied");

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> site.balancer().apply());

    assertThat(failed).hasMessageContaining("nothing is left behind");
    assertThat(site.aws.ledger().calls("DeleteLoadBalancerListeners").size()).isEqualTo(2);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  private void listenWithTls(int port) {
    site.world.addCertificate(ARN);
    site.deleteListener(port);
    site.elb()
        .createLoadBalancerListeners(
            r ->
                r.loadBalancerName(Site.ELB)
                    .listeners(
                        Listener.builder()
                            .protocol("SSL")
                            .loadBalancerPort(port)
                            .instanceProtocol("TCP")
                            .instancePort(port)
                            .sslCertificateId(ARN)
                            .build()));
    site.elb()
        .createLoadBalancerPolicy(
            r ->
                r.loadBalancerName(Site.ELB)
                    .policyName(CHOSEN)
                    .policyTypeName("SSLNegotiationPolicyType")
                    .policyAttributes(
                        PolicyAttribute.builder()
                            .attributeName("Reference-Security-Policy")
                            .attributeValue("ELBSecurityPolicy-TLS-1-2-2017-01")
                            .build()));
    site.elb()
        .setLoadBalancerPoliciesOfListener(
            r -> r.loadBalancerName(Site.ELB).loadBalancerPort(port).policyNames(CHOSEN));
  }
}
