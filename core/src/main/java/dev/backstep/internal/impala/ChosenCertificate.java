package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Ref;
import java.util.List;

/**
 * The certificate that a balancer is to present.
 *
 * @param arn its ARN; empty if it is yet to be asked for
 * @param issued whether it is issued
 * @param names its names, where they are known
 */
record ChosenCertificate(String arn, boolean issued, List<String> names) {

  /** For a step that needs the ARN. */
  Ref ref() {
    return arn.isEmpty() ? Ref.to(Names.CERTIFICATE) : Ref.id(arn);
  }

  /** For a listener's text. */
  String text() {
    return arn.isEmpty() ? Delta.idOf(Names.CERTIFICATE) : arn;
  }
}
