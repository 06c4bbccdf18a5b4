package dev.backstep.testing.internal.elb;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttributeDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyDescription;

/** The kinds of policy, and the TLS policies that AWS has ready. */
final class PolicyTypes {

  static final String TLS = "SSLNegotiationPolicyType";
  static final String REFERENCE = "Reference-Security-Policy";

  /** What a listener with TLS has when nothing else was said. */
  static final String USUAL_TLS = "ELBSecurityPolicy-2016-08";

  private static final Set<String> NAMES =
      Set.of(
          TLS,
          "AppCookieStickinessPolicyType",
          "LBCookieStickinessPolicyType",
          "ProxyProtocolPolicyType",
          "PublicKeyPolicyType",
          "BackendServerAuthenticationPolicyType");

  private static final List<String> READY =
      List.of(
          "ELBSecurityPolicy-2015-05",
          USUAL_TLS,
          "ELBSecurityPolicy-TLS-1-1-2017-01",
          "ELBSecurityPolicy-TLS-1-2-2017-01");

  private PolicyTypes() {}

  static boolean isKnown(String name) {
    return NAMES.contains(name);
  }

  static boolean isReady(String tlsPolicy) {
    return READY.contains(tlsPolicy);
  }

  static List<PolicyDescription> ready() {
    return READY.stream().map(PolicyTypes::tls).toList();
  }

  private static PolicyDescription tls(String name) {
    return PolicyDescription.builder()
        .policyName(name)
        .policyTypeName(TLS)
        .policyAttributeDescriptions(
            PolicyAttributeDescription.builder()
                .attributeName(REFERENCE)
                .attributeValue(name)
                .build())
        .build();
  }
}
