package dev.backstep.internal.ssh;

/** The kinds of key that can be made. */
public enum KeyType {
  /** The default: OpenSSH 6.5 and later. */
  ED25519,
  /** For images whose sshd knows no Ed25519, such as CentOS 6. */
  RSA_2048
}
