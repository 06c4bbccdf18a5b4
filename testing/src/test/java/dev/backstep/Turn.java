package dev.backstep;

import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A change of the listeners of a balancer that is there. */
enum Turn {
  TCP_TO_OFFLOAD(none(), some(Tls::offload)),
  TCP_TO_REENCRYPT(none(), some(Tls::reencrypt)),
  OFFLOAD_TO_TCP(some(Tls::offload), none()),
  OFFLOAD_TO_REENCRYPT(some(Tls::offload), some(Tls::reencrypt)),
  ROTATION(some(Tls::offload), some(Tls::offload)),
  PARALLEL_PORTS(none(), some(it -> Tls.offload(it).onPort(21000, 21443).onPort(21050, 21450)));

  private final Function<Certificate, Optional<Tls>> first;
  private final Function<Certificate, Optional<Tls>> then;

  Turn(Function<Certificate, Optional<Tls>> first, Function<Certificate, Optional<Tls>> then) {
    this.first = first;
    this.then = then;
  }

  private static Function<Certificate, Optional<Tls>> none() {
    return certificate -> Optional.empty();
  }

  private static Function<Certificate, Optional<Tls>> some(Function<Certificate, Tls> mode) {
    return certificate -> Optional.of(mode.apply(certificate));
  }

  /** A site where it can be made, which the stage serves. */
  Site ready(Stage stage) {
    Site site = Site.bare(1);
    site.aws.healthDelay(Duration.ZERO);
    TlsSite.issued(site);
    TlsSite.issued(site);
    asking(site, first, 0).aws(stage.access(site.aws)).apply();
    return site;
  }

  /** What asks for it, with another certificate. */
  ImpalaBalancer asked(Site site, Stage stage) {
    return asking(site, then, 1).aws(stage.access(site.aws));
  }

  private static ImpalaBalancer asking(
      Site site, Function<Certificate, Optional<Tls>> tls, int certificate) {
    String arn = site.world.certificates().arns().get(certificate);
    ImpalaBalancer balancer = site.balancer();
    return tls.apply(Certificate.arn(arn)).map(balancer::tls).orElse(balancer);
  }
}
