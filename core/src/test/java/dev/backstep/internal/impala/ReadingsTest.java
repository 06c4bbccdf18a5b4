package dev.backstep.internal.impala;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.impala.HealthCheck;
import dev.backstep.internal.engine.Delta;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

/** Descriptions that leave things out, as some emulators' do. */
class ReadingsTest {

  private static final LoadBalancerDescription BARE =
      LoadBalancerDescription.builder()
          .listenerDescriptions(
              ListenerDescription.builder()
                  .listener(
                      Listener.builder()
                          .protocol("TCP")
                          .loadBalancerPort(443)
                          .instancePort(21000)
                          .build())
                  .build())
          .build();

  @Test
  void healthCheck_whenNoneIsDescribed_isTheServicesOwn() {
    assertThat(Readings.healthCheck(BARE))
        .isEqualTo(
            Map.of(
                "target", "TCP:21000",
                "interval", "30 s",
                "time-out", "5 s",
                "unhealthy after", "2 checks",
                "healthy after", "10 checks"));
    assertThat(Readings.healthCheck(LoadBalancerDescription.builder().build()))
        .containsEntry("target", "TCP:21050");
  }

  @Test
  void healthCheck_whenChangedAndChangedBack_isWholeEachTime() {
    Map<String, String> bare = Readings.healthCheck(BARE);
    Map<String, String> wanted = Readings.healthCheck(HealthCheck.tcp(21050));
    Delta change = Delta.between(bare, wanted);

    assertThat(change.applyTo(bare)).isEqualTo(wanted);
    assertThat(Delta.between(wanted, bare).applyTo(wanted)).isEqualTo(bare);
  }

  @Test
  void attributes_whenNoneAreDescribed_areTheServicesOwn() {
    assertThat(Readings.attributes(LoadBalancerAttributes.builder().build()))
        .isEqualTo(
            Map.of(
                "idle time-out", "60 s",
                "cross-zone", "off",
                "connection draining", "off",
                "access logs", "off"));
    assertThat(
            Readings.attributes(
                LoadBalancerAttributes.builder()
                    .connectionDraining(draining -> draining.enabled(true))
                    .build()))
        .containsEntry("connection draining", "300 s");
  }

  @Test
  void listeners_whenTheInstanceProtocolIsNotDescribed_isThatOfTheListener() {
    assertThat(Readings.listeners(BARE)).isEqualTo(Map.of("443", "TCP to TCP:21000"));
  }
}
