package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Certificate;
import dev.backstep.impala.Listener;
import dev.backstep.impala.Tls;
import dev.backstep.plan.Plan;
import dev.backstep.testing.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners that turn to TLS and back, on a new balancer and on one that is there. */
class ImpalaBalancerTlsTest {

  @ParameterizedTest
  @EnumSource(names = {"OFFLOAD", "REENCRYPT"})
  void apply_whenTheBalancerIsNew_listensWithTls(Tls.Mode mode) {
    Site site = Site.bare();
    String arn = TlsSite.issued(site);

    BalancedCluster balanced = site.balancer().tls(TlsSite.tls(mode, arn)).apply();

    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(mode, arn));
    assertThat(site.aws.ledger().count("DeleteLoadBalancerListeners")).isZero();
    assertThat(balanced.jdbcUrl()).endsWith(":21050;SSL=1");
    assertThat(balanced.impalaShell()).startsWith("impala-shell --ssl --protocol=hs2 -i ");
    assertThat(balanced.report().describe())
        .contains("warning:  load-balancer/handshake-21000: ")
        .contains("is unreachable from here");
    assertThat(site.balancer().tls(TlsSite.tls(mode, arn)).plan().hasChanges()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFLOAD", "REENCRYPT"})
  void apply_whenTheBalancerIsThere_swapsEachPortWithNoCallBetween(Tls.Mode mode) {
    Site site = Site.applied();
    String arn = TlsSite.issued(site);
    long mark = site.aws.ledger().mark();

    site.balancer().tls(TlsSite.tls(mode, arn)).apply();

    Ledger calls = site.aws.ledger().since(mark);
    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(mode, arn));
    assertThat(calls.mutating().operations())
        .containsExactly(
            "CreateLoadBalancerPolicy",
            "CreateLoadBalancerListeners",
            "DeleteLoadBalancerListeners",
            "CreateLoadBalancerListeners",
            "SetLoadBalancerPoliciesOfListener",
            "DeleteLoadBalancerListeners",
            "CreateLoadBalancerListeners",
            "SetLoadBalancerPoliciesOfListener",
            "DeleteLoadBalancerListeners");
    List<Integer> gaps = TlsSite.gaps(calls);
    System.out.printf("%s: calls between a port's delete and its create: %s%n", mode, gaps);
    assertThat(gaps).containsExactly(0, 0);
    assertThat(site.balancer().tls(TlsSite.tls(mode, arn)).plan().hasChanges()).isFalse();
  }

  @Test
  void plan_whenListenersTurnToTls_saysWhichPortsAreDownAndForHowLong() {
    Site site = Site.applied();

    Plan<BalancedCluster> plan =
        site.balancer().tls(Tls.offload(Certificate.arn(TlsSite.issued(site)))).plan();

    assertThat(plan.describe())
        .contains(
            "note: ports that refuse new connections for about a second each, while their listener is replaced: 21000, 21050; connections that are open may be cut")
        .contains("replace the listener on port 21000, which refuses new connections")
        .contains("prove the certificate with a listener on port 65535, which nothing uses");
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFLOAD", "REENCRYPT"})
  void apply_whenTlsIsNotAskedForAnyMore_goesBackInTheSameWay(Tls.Mode mode) throws Exception {
    Site site = Site.applied();
    List<String> before = site.facts();
    String arn = TlsSite.issued(site);
    List<String> withCertificate = site.facts();
    site.balancer().tls(TlsSite.tls(mode, arn)).apply();
    long mark = site.aws.ledger().mark();

    site.balancer().apply();

    Ledger calls = site.aws.ledger().since(mark);
    assertThat(calls.mutating().operations())
        .containsExactly(
            "DeleteLoadBalancerListeners",
            "CreateLoadBalancerListeners",
            "DeleteLoadBalancerListeners",
            "CreateLoadBalancerListeners",
            "DeleteLoadBalancerPolicy");
    assertThat(TlsSite.gaps(calls)).containsExactly(0, 0);
    assertThat(Facts.diff(withCertificate, site.facts())).isEmpty();
    assertThat(before).isNotEmpty();
  }

  @Test
  void apply_whenOnlyTheCertificateChanges_setsItInPlace() {
    Site site = Site.bare();
    site.balancer().tls(Tls.offload(Certificate.arn(TlsSite.issued(site)))).apply();
    String next = TlsSite.issued(site);
    long mark = site.aws.ledger().mark();

    site.balancer().tls(Tls.offload(Certificate.arn(next))).apply();

    assertThat(site.aws.ledger().since(mark).mutating().operations())
        .containsExactly(
            "SetLoadBalancerListenerSSLCertificate", "SetLoadBalancerListenerSSLCertificate");
    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(Tls.Mode.OFFLOAD, next));
  }

  @Test
  void apply_whenSomebodyChangedCertificateAndPolicy_mendsBothInPlace() {
    Site site = Site.bare();
    String arn = TlsSite.issued(site);
    site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();
    String other = TlsSite.issued(site);
    site.elb()
        .setLoadBalancerListenerSSLCertificate(
            r -> r.loadBalancerName(Site.ELB).loadBalancerPort(21000).sslCertificateId(other));
    site.elb()
        .setLoadBalancerPoliciesOfListener(
            r -> r.loadBalancerName(Site.ELB).loadBalancerPort(21050).policyNames(List.of()));
    long mark = site.aws.ledger().mark();

    site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();

    assertThat(site.aws.ledger().since(mark).mutating().operations())
        .containsExactlyInAnyOrder(
            "SetLoadBalancerListenerSSLCertificate", "SetLoadBalancerPoliciesOfListener");
    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(Tls.Mode.OFFLOAD, arn));
  }

  @Test
  void apply_whenTlsIsOnParallelPorts_opensNoGap() {
    Site site = Site.applied();
    String arn = TlsSite.issued(site);
    long mark = site.aws.ledger().mark();

    BalancedCluster balanced =
        site.balancer()
            .tls(Tls.offload(Certificate.arn(arn)).onPort(21000, 21443).onPort(21050, 21450))
            .apply();

    Ledger calls = site.aws.ledger().since(mark);
    assertThat(calls.count("DeleteLoadBalancerListeners")).isZero();
    assertThat(TlsSite.listeners(site))
        .containsExactly(
            "SSL 21443 to TCP 21000 %s [%s]".formatted(arn, TlsSite.POLICY),
            "SSL 21450 to TCP 21050 %s [%s]".formatted(arn, TlsSite.POLICY),
            "TCP 21000 to TCP 21000 []",
            "TCP 21050 to TCP 21050 []");
    assertThat(calls.count("AuthorizeSecurityGroupIngress")).isEqualTo(2);
    assertThat(balanced.ports()).containsExactly(21000, 21050, 21443, 21450);
    assertThat(balanced.jdbcUrl()).endsWith(":21450;SSL=1");

    Tls alone = Tls.offload(Certificate.arn(arn));
    site.balancer()
        .tls(alone)
        .listeners(Listener.tcp(21443).to(21000), Listener.tcp(21450).to(21050))
        .apply();

    assertThat(TlsSite.listeners(site)).hasSize(2).allMatch(it -> it.startsWith("SSL 214"));
  }

  @Test
  void apply_whenListenersShareAnInstancePort_turnsThemTogether() {
    Site site = Site.bare();
    Listener[] both = {Listener.tcp(443).to(21050), Listener.tcp(21050), Listener.tcp(21000)};
    String arn = TlsSite.issued(site);
    site.balancer().listeners(both).tls(Tls.offload(Certificate.arn(arn))).apply();
    long mark = site.aws.ledger().mark();

    site.balancer().listeners(both).tls(Tls.reencrypt(Certificate.arn(arn))).apply();

    Ledger calls = site.aws.ledger().since(mark);
    assertThat(TlsSite.gaps(calls)).containsExactly(0, 0);
    assertThat(TlsSite.listeners(site)).hasSize(3).allMatch(it -> it.contains(" to SSL "));
  }
}
