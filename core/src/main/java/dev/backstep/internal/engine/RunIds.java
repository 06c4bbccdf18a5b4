package dev.backstep.internal.engine;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names runs: 128 random bits, 32 hexadecimal characters. */
public final class RunIds {

  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  /** A name that no other run has. */
  public static String mint() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }
}
