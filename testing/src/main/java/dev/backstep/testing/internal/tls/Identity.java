package dev.backstep.testing.internal.tls;

import java.time.Instant;
import java.util.List;

/**
 * What an X.509 certificate says.
 *
 * @param names the first is the subject's common name
 */
public record Identity(List<String> names, Instant notBefore, Instant notAfter) {

  /** Keeps a copy. */
  public Identity {
    names = List.copyOf(names);
  }
}
