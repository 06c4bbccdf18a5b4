package dev.backstep.internal.ssh;

/** Which algorithms a connection may use. */
public enum Algorithms {
  /** What is held to be safe. */
  CURRENT,
  /** Also SHA-1 key exchanges and signatures, for images such as CentOS 6. */
  LEGACY
}
